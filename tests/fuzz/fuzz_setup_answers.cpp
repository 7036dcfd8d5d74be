#include <cstdlib>
#include <iterator>

#include "server/setup/listening_ports.h"
#include "server/setup/numbers.h"
#include "server/setup/probe.h"
#include "server/setup/redis_check_parts.h"

using namespace lk;
using namespace lk::setup;

// What systems, nodes and Redis answer to checks: read as far as it makes sense, and always worded.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto& ports :
       {readSs(bytes), readProcNetTcp(bytes), readPortObjects(bytes).value_or(std::vector<ListeningPort>())}) {
    for (const ListeningPort& port : ports) {
      if (!sameDoor(port.address, port.address)) std::abort();
      const Address& first = ports.front().address;
      if (sameDoor(port.address, first) != sameDoor(first, port.address)) std::abort();
    }
  }
  for (const std::int64_t number : numbersIn(bytes)) {
    if (number < 0) std::abort();
    if (!inRanges(std::to_string(number), number)) std::abort();
  }
  (void)inRanges(bytes, 7600);

  Talk talk;
  constexpr Talk::End kEnds[] = {Talk::End::Answered, Talk::End::Refused, Talk::End::NoAnswer, Talk::End::Unreachable,
                                 Talk::End::Closed,   Talk::End::Reset,   Talk::End::Silent};
  talk.end = kEnds[size % std::size(kEnds)];
  talk.heard = bytes;
  const Probed probed = readProbe(talk);
  if (probed.welcomed() == probed.node.empty() || probed.says().empty() || toText(probed.end).empty()) {
    std::abort();
  }
  for (const char c : probed.says().plain() + probed.heard) {
    if (c == '\n' || c == '\r' || c == '\x1b') std::abort();  // it goes to a terminal
  }

  RedisFacts facts;
  facts.masters.push_back({});
  facts.masters.back().info = bytes;
  facts.masters.back().clusterInfo = bytes;
  facts.masters.back().config["save"] = bytes;
  facts.masters.back().config["client-output-buffer-limit"] = bytes;
  facts.replicas = facts.masters;
  for (const Finding& finding : judgeRedis(facts)) {
    if (finding.id.empty() || finding.title.empty()) std::abort();
    if (finding.grade > Grade::Unknown && (!finding.fix || finding.why.empty())) std::abort();
  }
  return 0;
}
