#include "server/bus/replaced_sessions.h"

#include <QTimer>
#include <chrono>
#include <utility>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kAnswersWithin = 3s;
constexpr auto kAsksEvery = 300ms;

}  // namespace

std::string TakenQuestion::text() const {
  return std::to_string(ticket) + ' ' + std::to_string(session) + '\n' + instance + '\n' + device + '\n' + id;
}

std::optional<TakenQuestion> TakenQuestion::parse(std::string_view text) {
  const auto next = [&text](char end) {
    const std::size_t at = std::min(text.find(end), text.size());
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return part;
  };
  TakenQuestion question;
  question.ticket = numberOf(next(' '));
  question.session = numberOf(next('\n'));
  question.instance = next('\n');
  question.device = next('\n');
  question.id = text;
  if (question.ticket == 0 || question.instance.empty() || question.device.empty() || question.id.empty()) return {};
  return question;
}

ReplacedSessions::ReplacedSessions(RedisClient& client, const RedisKeys& keys, std::string instance)
    : m_client(client), m_keys(keys), m_instance(std::move(instance)) {}

void ReplacedSessions::ask(const Claimed::Elsewhere& replaced, const Command& command, Bus::OnTaken onTaken) {
  const std::uint64_t ticket = ++m_lastTicket;
  m_asked.emplace(ticket, std::move(onTaken));
  QTimer::singleShot(kAnswersWithin, this, [this, ticket] { end(ticket, false); });
  const TakenQuestion question{ticket, replaced.session, m_instance, command.device, command.id};
  put(ticket, replaced.instance, 'Q' + question.text());
}

// Again and again: that node may be on its way back to Redis, too.
void ReplacedSessions::put(std::uint64_t ticket, const std::string& instance, const std::string& question) {
  if (!m_asked.contains(ticket)) return;
  tell(instance, question);
  QTimer::singleShot(kAsksEvery, this, [this, ticket, instance, question] { put(ticket, instance, question); });
}

void ReplacedSessions::answered(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos) end(numberOf(text.substr(0, space)), text.substr(space + 1) == "1");
}

void ReplacedSessions::answer(const TakenQuestion& question, bool taken) {
  tell(question.instance, 'A' + std::to_string(question.ticket) + (taken ? " 1" : " 0"));
}

void ReplacedSessions::end(std::uint64_t ticket, bool taken) {
  const auto found = m_asked.find(ticket);
  if (found == m_asked.end()) return;
  const Bus::OnTaken call = std::move(found->second);
  m_asked.erase(found);
  call(taken);
}

void ReplacedSessions::tell(const std::string& instance, const std::string& message) {
  m_client.call({{}, kAnswersWithin, true, false}, {"PUBLISH", m_keys.nodeChannel(instance), message},
                [](const RedisOutcome&) {});
}

}  // namespace lk::bus
