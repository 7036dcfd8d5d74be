#include "server/bus/report_script.h"

#include <utility>

namespace lk::bus {

namespace {

// Nothing behind what was refused, so that reports keep their order. The stream is cut once: it has about so many
// entries anyway.
constexpr std::string_view kReport = R"lua(
local argv, key = ARGV, KEYS[1]
local maxlen, node = argv[1], argv[2]
-- Behind them four of each report: device, session, at, data.
redis.call('XADD', key, 'MAXLEN', '~', maxlen, '*', 'device', argv[3], 'session', argv[4], 'node', node,
  'at', argv[5], 'data', argv[6])
local call = redis.pcall
for i = 7, #argv, 4 do
  local answer = call('XADD', key, '*', 'device', argv[i], 'session', argv[i + 1], 'node', node,
    'at', argv[i + 2], 'data', argv[i + 3])
  if type(answer) == 'table' then return (i - 3) / 4 end
end
return (#argv - 2) / 4
)lua";

}  // namespace

ReportScript::ReportScript() : RedisScript(kReport) {}

ReportScript::Batch::Batch(std::string_view maxlen, std::string_view node, std::size_t reports) {
  m_numbers.reserve(2 * reports);
  m_arguments.reserve(2 + 4 * reports);
  m_arguments.insert(m_arguments.end(), {maxlen, node});
}

void ReportScript::Batch::add(std::string_view device, std::uint64_t session, std::int64_t atMs,
                              std::string_view data) {
  const std::string& sessionText = m_numbers.emplace_back(std::to_string(session));
  const std::string& atText = m_numbers.emplace_back(std::to_string(atMs));
  m_arguments.insert(m_arguments.end(), {device, sessionText, atText, data});
}

void ReportScript::call(RedisClient& client, const RedisClient::Ask& ask, const Batch& batch,
                        RedisClient::Done done) const {
  client.callScript(ask, *this, {ask.key}, batch.m_arguments, std::move(done));
}

}  // namespace lk::bus
