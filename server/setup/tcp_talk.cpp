#include "server/setup/tcp_talk.h"

#include <array>
#include <utility>

#include "server/setup/talk_socket.h"

namespace lk::setup {

namespace {

using End = Talk::End;
using For = TalkSocket::For;
using Trouble = TalkSocket::Trouble;

constexpr std::size_t kMostHeard = std::size_t{1} << 20;

End endOfConnecting(Trouble trouble) {
  switch (trouble) {
    case Trouble::Refused: return End::Refused;
    case Trouble::TimedOut: return End::NoAnswer;
    case Trouble::Reset: return End::Reset;
    default: return End::Unreachable;  // the network's word, or that of a filter on this machine
  }
}

class Conversation {
 public:
  Conversation(TalkSocket& socket, const Patience& patience) : m_socket(socket), m_patience(patience) {}

  bool connect() {
    const auto began = std::chrono::steady_clock::now();
    TalkSocket::Failure failure = m_socket.connect();
    if (failure.trouble == Trouble::NotYet) {
      failure = m_socket.waitFor(For::Writing, m_patience) ? m_socket.connected() : TalkSocket::tooLate();
    }
    if (failure) return ends(endOfConnecting(failure.trouble), std::move(failure.words));
    const auto took = std::chrono::steady_clock::now() - began;
    m_talk.connectTook = std::chrono::duration_cast<std::chrono::microseconds>(took);
    m_talk.from = m_socket.ownAddress();
    return true;
  }

  bool say(std::string_view all) {
    while (!all.empty()) {
      auto [bytes, failure] = m_socket.send(all);
      all.remove_prefix(bytes);
      if (!failure) continue;
      if (failure.trouble != Trouble::NotYet) return broken(std::move(failure));
      if (!m_socket.waitFor(For::Writing, m_patience)) return ends(End::Silent, "it does not take what is said to it");
    }
    return true;
  }

  void listen(const std::function<bool(std::string_view)>& enough) {
    std::array<char, 16'384> part;  // filled by receive
    while (!enough(m_talk.heard)) {
      if (m_talk.heard.size() >= kMostHeard) {
        ends(End::Silent, "it says too much, and not what was waited for");
        return;
      }
      if (!m_socket.waitFor(For::Reading, m_patience)) {
        ends(End::Silent, m_talk.heard.empty() ? "it says nothing" : "it does not say enough");
        return;
      }
      auto [bytes, failure] = m_socket.receive(part);
      m_talk.heard.append(part.data(), bytes);
      if (failure && failure.trouble != Trouble::NotYet) {
        broken(std::move(failure));
        return;
      }
      if (!failure && bytes == 0) {
        ends(End::Closed, "it closed the connection");
        return;
      }
    }
    ends(End::Answered, {});
  }

  // What came of the talk stays, whether this is taken or not.
  void leave(std::string_view lastWord) const {
    if (m_talk.end == End::Answered) (void)m_socket.send(lastWord);
  }

  [[nodiscard]] Talk take() { return std::move(m_talk); }

 private:
  bool ends(End end, std::string detail) {
    m_talk.end = end;
    m_talk.detail = std::move(detail);
    return false;
  }
  bool broken(TalkSocket::Failure failure) {
    return ends(failure.trouble == Trouble::Reset ? End::Reset : End::Closed, std::move(failure.words));
  }

  TalkSocket& m_socket;
  const Patience& m_patience;
  Talk m_talk;
};

}  // namespace

Talk tcpTalk(const Address& to, std::string_view say, const std::function<bool(std::string_view)>& enough,
             std::string_view lastWord, const Patience& patience) {
  TalkSocket socket(to);
  Conversation conversation(socket, patience);
  if (conversation.connect() && conversation.say(say)) conversation.listen(enough);
  conversation.leave(lastWord);
  return conversation.take();
}

}  // namespace lk::setup
