#include <QDeadlineTimer>
#include <QHostAddress>
#include <QTest>
#include <array>
#include <atomic>
#include <thread>

#include "server/node/listener.h"
#include "server/node/poller.h"
#include "server/node/socket_io.h"

using lk::node::Interest;
using lk::node::kNoSocket;
using lk::node::Listener;
using lk::node::PeerAddress;
using lk::node::Poller;
using lk::node::Socket;
namespace socket_io = lk::node::socket_io;
using namespace std::chrono_literals;

// What every poller does, whatever system it is on.
class PollerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void restsWhenThereIsNothing();
  void tellsOfBytesUntilTheyAreRead();
  void tellsOfTheEndOfTheStream();
  void tellsOfRoomOnceABlockedReaderReads();
  void tellsOfRoomForTheRestOfALargeSend();
  void tellsOfAResetToOneWhoDoesNotRead();
  void tellsNothingOfWhatIsNotWanted();
  void tellsNothingOfARemovedSocket();
  void aConnectionThatIsRefusedIsTold();
  void wakesAtOnceAndOnce();
  void interestMayChangeWhileItWaits();

 private:
  static constexpr std::uint64_t kNear = 7;
  static constexpr std::uint64_t kFar = 8;

  [[nodiscard]] static PeerAddress loopback(quint16 port);
  // Waits, and says whether that socket was among those that can go on.
  [[nodiscard]] Poller::Ready ready(std::uint64_t token, std::chrono::milliseconds atMost = 2s);
  [[nodiscard]] std::size_t readAll(Socket socket);
  // Until the system takes no more, which it then has said.
  [[nodiscard]] std::size_t fill(Socket socket);
  void drop(Socket& socket);

  std::unique_ptr<Poller> m_poller;
  Socket m_near = kNoSocket;  // connected to m_far
  Socket m_far = kNoSocket;
};

PeerAddress PollerTest::loopback(quint16 port) {
  PeerAddress address;
  address.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1};
  address.port = port;
  return address;
}

void PollerTest::init() {
  auto poller = Poller::create();
  QVERIFY(poller);
  m_poller = std::move(*poller);
  Listener listener;
  QVERIFY(listener.listen(QHostAddress::LocalHost));
  connect(&listener, &Listener::accepted, this, [this](qintptr socket) { m_far = socket; });
  m_near = socket_io::startConnecting(loopback(listener.serverPort()));
  QVERIFY(m_near != kNoSocket);
  QVERIFY(m_poller->add(m_near, kNear, Interest::Write));
  QVERIFY(ready(kNear).writable);
  QVERIFY(socket_io::finishConnecting(m_near));
  QTRY_VERIFY(m_far != kNoSocket);
  socket_io::adopt(m_far);
  m_poller->change(m_near, kNear, Interest::Read);
  QVERIFY(m_poller->add(m_far, kFar, Interest::Read));
}

void PollerTest::cleanup() {
  drop(m_near);
  drop(m_far);
  m_poller.reset();
}

void PollerTest::drop(Socket& socket) {
  if (socket == kNoSocket) return;
  m_poller->remove(socket);
  socket_io::close(std::exchange(socket, kNoSocket));
}

Poller::Ready PollerTest::ready(std::uint64_t token, std::chrono::milliseconds atMost) {
  std::array<Poller::Ready, 16> some;
  QDeadlineTimer deadline(atMost);
  do {  // a wait may end with nothing to tell
    const std::size_t count = m_poller->wait(some, std::chrono::milliseconds(deadline.remainingTime()));
    for (std::size_t i = 0; i < count; ++i) {
      if (some[i].token == token) return some[i];
    }
  } while (!deadline.hasExpired());
  return {};
}

std::size_t PollerTest::readAll(Socket socket) {
  std::array<char, 65'536> buffer;
  std::size_t all = 0;
  while (const std::size_t got = socket_io::receive(socket, buffer).bytes) all += got;
  return all;
}

std::size_t PollerTest::fill(Socket socket) {
  const std::string part(65'536, 'x');
  std::size_t all = 0;
  for (;;) {
    const auto did = socket_io::send(socket, part);
    all += did.bytes;
    if (did.blocked || did.ended) return all;
  }
}

void PollerTest::restsWhenThereIsNothing() {
  std::array<Poller::Ready, 4> some;
  QCOMPARE(m_poller->wait(some, 50ms), std::size_t{0});
}

void PollerTest::tellsOfBytesUntilTheyAreRead() {
  QCOMPARE(socket_io::send(m_near, "hello").bytes, std::size_t{5});
  QVERIFY(ready(kFar).readable);
  QVERIFY(ready(kFar).readable);  // still there
  std::array<char, 3> three{};
  QCOMPARE(socket_io::receive(m_far, three).bytes, std::size_t{3});
  QVERIFY(ready(kFar).readable);  // the rest
  QCOMPARE(readAll(m_far), std::size_t{2});
  (void)ready(kFar, 0ms);  // what was on its way as they were read
  QVERIFY(!ready(kFar, 50ms).readable);
}

void PollerTest::tellsOfTheEndOfTheStream() {
  socket_io::shutdownSending(m_near);
  QVERIFY(ready(kFar).readable);
  std::array<char, 8> some{};
  QVERIFY(socket_io::receive(m_far, some).ended);
}

void PollerTest::tellsOfRoomOnceABlockedReaderReads() {
  m_poller->change(m_near, kNear, Interest::None);
  const std::size_t sent = fill(m_far);
  m_poller->change(m_far, kFar, Interest::Write);
  QVERIFY(!ready(kFar, 50ms).writable);
  std::size_t got = readAll(m_near);
  QVERIFY(ready(kFar).writable);
  QTRY_VERIFY((got += readAll(m_near)) == sent);
  QCOMPARE(socket_io::send(m_far, "more").bytes, std::size_t{4});
}

// One call, of which the system takes a part.
void PollerTest::tellsOfRoomForTheRestOfALargeSend() {
  m_poller->change(m_near, kNear, Interest::None);
  const std::string large(std::size_t{32} << 20, 'x');
  std::string_view rest = large;
  std::size_t got = 0;
  for (;;) {
    const auto did = socket_io::send(m_far, rest);
    QVERIFY(!did.ended);
    rest.remove_prefix(did.bytes);
    if (rest.empty()) break;
    m_poller->change(m_far, kFar, Interest::Write);
    got += readAll(m_near);
    QVERIFY(ready(kFar, 1min).writable);
  }
  QTRY_VERIFY((got += readAll(m_near)) == large.size());
}

void PollerTest::tellsOfAResetToOneWhoDoesNotRead() {
  m_poller->change(m_far, kFar, Interest::None);
  QCOMPARE(socket_io::send(m_far, "unread").bytes, std::size_t{6});
  QVERIFY(ready(kNear).readable);
  drop(m_near);  // with bytes unread: a reset
  QVERIFY(ready(kFar).readable);
  std::array<char, 8> some{};
  QVERIFY(socket_io::receive(m_far, some).ended);
}

void PollerTest::tellsNothingOfWhatIsNotWanted() {
  m_poller->change(m_far, kFar, Interest::None);
  QCOMPARE(socket_io::send(m_near, "hello").bytes, std::size_t{5});
  QVERIFY(!ready(kFar, 50ms).readable);
  m_poller->change(m_far, kFar, Interest::Read);
  QVERIFY(ready(kFar).readable);
}

void PollerTest::tellsNothingOfARemovedSocket() {
  QCOMPARE(socket_io::send(m_near, "hello").bytes, std::size_t{5});
  QVERIFY(ready(kFar).readable);
  m_poller->remove(m_far);
  std::array<Poller::Ready, 4> some;
  QCOMPARE(m_poller->wait(some, 50ms), std::size_t{0});
  socket_io::close(std::exchange(m_far, kNoSocket));
}

void PollerTest::aConnectionThatIsRefusedIsTold() {
  quint16 port = 0;
  {
    Listener gone;
    QVERIFY(gone.listen(QHostAddress::LocalHost));
    port = gone.serverPort();
  }
  constexpr std::uint64_t kRefused = 9;
  Socket socket = socket_io::startConnecting(loopback(port));
  if (socket == kNoSocket) return;  // refused at once
  QVERIFY(m_poller->add(socket, kRefused, Interest::Write));
  QVERIFY(ready(kRefused, 5s).writable);
  QVERIFY(!socket_io::finishConnecting(socket));
  drop(socket);
}

void PollerTest::wakesAtOnceAndOnce() {
  std::array<Poller::Ready, 4> some;
  m_poller->wake();
  m_poller->wake();
  QCOMPARE(m_poller->wait(some, 1min), std::size_t{0});  // or the test would time out
  std::jthread other([this] {
    std::this_thread::sleep_for(50ms);
    m_poller->wake();
  });
  QCOMPARE(m_poller->wait(some, 10min), std::size_t{0});
}

void PollerTest::interestMayChangeWhileItWaits() {
  m_poller->change(m_far, kFar, Interest::None);
  QCOMPARE(socket_io::send(m_near, "hello").bytes, std::size_t{5});
  std::jthread other([this] {
    std::this_thread::sleep_for(50ms);
    m_poller->change(m_far, kFar, Interest::Read);
  });
  QVERIFY(ready(kFar, 1min).readable);
}

QTEST_GUILESS_MAIN(PollerTest)
#include "tst_poller.moc"
