#include "server/node/control_words.h"

#include <algorithm>
#include <array>

namespace lk::node {

namespace {

constexpr std::array kEventWords = {
    "node-ready",     "listen-failed",     "session-opened", "session-closed", "session-replaced", "connection-refused",
    "protocol-error", "accept-paused",     "accept-resumed", "command-ended",  "kicked",           "drain-started",
    "drain-finished", "settings-reloaded", "bus-up",         "bus-down",       "message-refused",  "history-not-kept",
    "id-used-twice",  "node-lost",         "node-back",
};
constexpr std::array kSeverityWords = {"info", "warning", "problem"};
constexpr std::array kNodeStateWords = {"up", "draining", "silent", "dead"};
constexpr std::array kHistoryWords = {"connected", "took-over", "closed", "refused", "command"};

template <typename Value, std::size_t N>
QString wordOf(const std::array<const char*, N>& words, Value value) {
  return QLatin1StringView(words.at(static_cast<std::size_t>(value)));
}

template <typename Value, std::size_t N>
bool valueOf(const std::array<const char*, N>& words, const QString& text, Value& value) {
  const auto found = std::ranges::find_if(words, [&](const char* word) { return text == QLatin1StringView(word); });
  if (found == words.end()) return false;
  value = static_cast<Value>(found - words.begin());
  return true;
}

}  // namespace

QString toText(EventKind kind) { return wordOf(kEventWords, kind); }
QString toText(Severity severity) { return wordOf(kSeverityWords, severity); }
QString toText(NodeState state) { return wordOf(kNodeStateWords, state); }
QString toText(HistoryKind kind) { return wordOf(kHistoryWords, kind); }

bool fromText(const QString& text, EventKind& kind) { return valueOf(kEventWords, text, kind); }
bool fromText(const QString& text, Severity& severity) { return valueOf(kSeverityWords, text, severity); }
bool fromText(const QString& text, NodeState& state) { return valueOf(kNodeStateWords, text, state); }
bool fromText(const QString& text, HistoryKind& kind) { return valueOf(kHistoryWords, text, kind); }

}  // namespace lk::node
