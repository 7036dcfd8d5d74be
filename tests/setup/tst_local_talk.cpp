// Talks with who listens on this machine: real sockets.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTest>
#include <thread>

#include "server/setup/local_system.h"
#include "tests/support/free_port.h"

using namespace lk;
using namespace lk::setup;
using namespace std::chrono_literals;

namespace {

constexpr auto kLong = 30s;     // more than anything here takes
constexpr auto kShort = 300ms;  // for what does not end by itself

const auto kNever = [](std::string_view) { return false; };

// What a server thread does with the first connection it gets.
class OneServer {
 public:
  template <typename Serve>
  explicit OneServer(Serve serve) {
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* general = reinterpret_cast<sockaddr*>(&address);
    ::bind(m_socket, general, length);
    ::listen(m_socket, 1);
    ::getsockname(m_socket, general, &length);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this, serve] {
      const int connection = ::accept(m_socket, nullptr, nullptr);
      if (connection < 0) return;
      serve(connection);
      ::close(connection);
    });
  }
  ~OneServer() {
    ::shutdown(m_socket, SHUT_RDWR);
    m_thread.join();
    ::close(m_socket);
  }
  [[nodiscard]] Address address() const { return {"127.0.0.1", m_port}; }

 private:
  int m_socket = -1;
  std::uint16_t m_port = 0;
  std::thread m_thread;
};

void readSome(int connection) {
  char byte = 0;
  while (::recv(connection, &byte, 1, 0) > 0 && byte != '\n') {
  }
}

}  // namespace

class LocalTalkTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anAnswerIsHeard() {
    const OneServer server([](int connection) {
      readSome(connection);
      [[maybe_unused]] const auto sent = ::send(connection, "pong\n", 5, 0);
      readSome(connection);
    });
    const Talk talk = m_system.talk(
        server.address(), "ping\n", [](std::string_view heard) { return heard.ends_with("\n"); },
        Patience(m_clock, kLong));
    QCOMPARE(talk.end, Talk::End::Answered);
    QCOMPARE(talk.heard, std::string("pong\n"));
    QCOMPARE(talk.from, std::string("127.0.0.1"));
  }
  void aPortThatNobodyHasRefuses() {
    const Address nobody{"127.0.0.1", test::freePort()};
    QCOMPARE(talkTo(nobody, kLong), Talk::End::Refused);
    QCOMPARE(talkTo({"::1", nobody.port}, kLong), Talk::End::Refused);
  }
  // A full queue of connections that nobody takes drops what comes, as a firewall does.
  void whatIsDroppedGetsNoAnswer() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* general = reinterpret_cast<sockaddr*>(&address);
    QCOMPARE(::bind(listener, general, length), 0);
    QCOMPARE(::listen(listener, 0), 0);
    QCOMPARE(::getsockname(listener, general, &length), 0);
    const int first = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QCOMPARE(::connect(first, general, length), 0);
    QCOMPARE(talkTo({"127.0.0.1", ntohs(address.sin_port)}, kShort), Talk::End::NoAnswer);
    ::close(first);
    ::close(listener);
  }
  void whereNoWayLeadsIsUnreachable() {
    QCOMPARE(talkTo({"255.255.255.255", 7600}, kLong), Talk::End::Unreachable);
    QCOMPARE(talkTo({"no address", 7600}, kLong), Talk::End::Unreachable);
  }
  void whoSaysNothingIsSilent() {
    const OneServer server([](int connection) { readSome(connection); });
    const Talk talk = m_system.talk(server.address(), "hello", kNever, Patience(m_clock, kShort));
    QCOMPARE(talk.end, Talk::End::Silent);
    QCOMPARE(talk.detail, std::string("it says nothing"));
  }
  void whoEndsInOrderHasClosed() {
    const OneServer server([](int connection) {
      readSome(connection);
      [[maybe_unused]] const auto sent = ::send(connection, "bye", 3, 0);
    });
    const Talk talk = m_system.talk(server.address(), "hello\n", kNever, Patience(m_clock, kLong));
    QCOMPARE(talk.end, Talk::End::Closed);
    QCOMPARE(talk.heard, std::string("bye"));
  }
  void whoCutsHasReset() {
    const OneServer server([](int connection) {
      readSome(connection);
      const linger atOnce{1, 0};
      ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    });
    QCOMPARE(m_system.talk(server.address(), "hello\n", kNever, Patience(m_clock, kLong)).end, Talk::End::Reset);
  }
  void whoNeverStopsTalkingIsLeft() {
    const OneServer server([](int connection) {
      const std::string much(64 << 10, 'x');
      while (::send(connection, much.data(), much.size(), MSG_NOSIGNAL) > 0) {
      }
    });
    const Talk talk = m_system.talk(server.address(), "", kNever, Patience(m_clock, kLong));
    QCOMPARE(talk.end, Talk::End::Silent);
    QVERIFY(talk.heard.size() <= (std::size_t{2} << 20));
  }
  void cancellingEndsATalk() {
    const OneServer server([](int connection) { readSome(connection); });
    const Patience patience(m_clock, kLong);
    std::thread cancels([&] {
      std::this_thread::sleep_for(50ms);
      patience.cancel();
    });
    QCOMPARE(m_system.talk(server.address(), "hello", kNever, patience).end, Talk::End::Silent);
    cancels.join();
  }

 private:
  [[nodiscard]] Talk::End talkTo(const Address& to, std::chrono::milliseconds atMost) {
    return m_system.talk(to, "hello", kNever, Patience(m_clock, atMost)).end;
  }

  SystemClock m_clock;
  LocalSystem m_system;
};

QTEST_GUILESS_MAIN(LocalTalkTest)
#include "tst_local_talk.moc"
