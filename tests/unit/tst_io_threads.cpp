#include <QHostAddress>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "server/bus/memory_bus.h"
#include "server/node/io_threads.h"
#include "server/node/listener.h"
#include "server/node/session_limits.h"
#include "server/wire/frame_decoder.h"

using namespace lk::node;
using namespace std::chrono_literals;

// Three I/O threads with devices that say HELLO and nothing more, and this thread in the node's place.
class TestIoThreads : public QObject, private IoPost {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void connectionsGoToOneThreadAfterAnother();
  void whatOneTurnBringsIsHandedOverTogether();
  void commandsThatComeArePushedOnWithTheLast();
  void whatGoesOutAheadOfACloseIsWritten();
  void aDrainEndsAsManyAsItIsTold();
  void theyAreSeenToTurn();
  void nobodyIsLeftWhenTheyStop();

 private:
  static constexpr std::size_t kThreads = 3;

  void toNode(std::vector<NodeMessage>& messages) override {
    const std::lock_guard lock(m_mutex);
    for (NodeMessage& message : messages) {
      if (const auto* opened = std::get_if<to_node::SessionOpened>(&message)) {
        m_opened.push_back(opened->session);
        m_byDevice[opened->device] = opened->session;
      }
      if (const auto* written = std::get_if<to_node::CommandWritten>(&message)) m_written.insert(written->key);
      if (const auto* dropped = std::get_if<to_node::CommandDropped>(&message)) {
        if (dropped->drop.written) m_written.insert(dropped->key);
      }
    }
    messages.clear();
  }
  void toIo(std::size_t thread, IoMessage message) override { m_io->post(thread, std::move(message)); }

  void connectDevices(int count);
  [[nodiscard]] std::vector<SessionRef> opened() const {
    const std::lock_guard lock(m_mutex);
    return m_opened;
  }
  [[nodiscard]] SessionRef sessionOf(const std::string& device) const {
    const std::lock_guard lock(m_mutex);
    return m_byDevice.at(device);
  }
  [[nodiscard]] bool isWritten(std::uint64_t key) const {
    const std::lock_guard lock(m_mutex);
    return m_written.contains(key);
  }
  [[nodiscard]] std::uint64_t connections() const { return m_io->total(&IoCounters::connections); }
  [[nodiscard]] auto ended() const {
    return std::ranges::count_if(
        m_devices, [](const auto& device) { return device->state() == QAbstractSocket::UnconnectedState; });
  }

  const lk::SystemClock m_clock;
  Registry m_registry;
  TraceSet m_traces;
  AddressTally m_addresses;
  lk::bus::MemoryBus m_bus{m_clock};
  std::unique_ptr<IoThreads> m_io;
  std::unique_ptr<Listener> m_listener;
  std::vector<std::unique_ptr<QTcpSocket>> m_devices;
  mutable std::mutex m_mutex;
  std::vector<SessionRef> m_opened;
  std::map<std::string, SessionRef> m_byDevice;
  std::set<std::uint64_t> m_written;  // keys of commands
};

void TestIoThreads::init() {
  const auto limits = std::make_shared<const SessionLimits>();
  const IoShared shared{m_clock, m_registry, m_traces, *this, m_addresses};
  m_io = std::make_unique<IoThreads>();
  for (std::size_t i = 0; i < kThreads; ++i) {
    auto poller = Poller::create();
    QVERIFY(poller);
    m_io->add(std::make_unique<IoThread>(i, shared, std::move(*poller), m_bus.makeUplink(i), limits));
  }
  m_io->start();
  m_listener = std::make_unique<Listener>();
  QVERIFY(m_listener->listen(QHostAddress::LocalHost));
  connect(m_listener.get(), &Listener::accepted, this, [this](qintptr socket) {
    to_io::Adopt adopt;
    adopt.socket = socket;
    m_io->adopt(std::move(adopt));
  });
}

void TestIoThreads::cleanup() {
  m_devices.clear();
  m_listener.reset();
  m_io.reset();
  m_opened.clear();
  m_byDevice.clear();
  m_written.clear();
}

void TestIoThreads::connectDevices(int count) {
  for (int i = 0; i < count; ++i) {
    m_devices.push_back(std::make_unique<QTcpSocket>());
    m_devices.back()->connectToHost(QHostAddress::LocalHost, m_listener->serverPort());
    std::string bytes;
    lk::wire::appendFrame(bytes, lk::wire::FrameType::Hello, 0, R"({"device":"d)" + std::to_string(i) + R"("})");
    m_devices.back()->write(bytes.data(), static_cast<qint64>(bytes.size()));
  }
  QTRY_COMPARE(opened().size(), static_cast<std::size_t>(count));
}

void TestIoThreads::connectionsGoToOneThreadAfterAnother() {
  connectDevices(6);
  QCOMPARE(connections(), std::uint64_t{6});
  QCOMPARE(m_io->total(&IoCounters::sessions), std::uint64_t{6});
  const auto sessions = opened();
  for (std::size_t i = 0; i < kThreads; ++i) {
    QCOMPARE(std::ranges::count(sessions, i, &SessionRef::thread), std::ptrdiff_t{2});
  }
}

void TestIoThreads::whatOneTurnBringsIsHandedOverTogether() {
  const QSignalSpy pushedOn(m_io.get(), &IoThreads::pushedOn);
  for (std::size_t i = 0; i < 6; ++i) m_io->hand(i % kThreads, to_io::UplinkHasRoom{});
  QCOMPARE(pushedOn.size(), 0);
  QTRY_COMPARE(pushedOn.size(), 1);
  QTest::qWait(20);
  QCOMPARE(pushedOn.size(), 1);
  m_io->hand(0, to_io::UplinkHasRoom{});
  QTRY_COMPARE(pushedOn.size(), 2);
}

void TestIoThreads::commandsThatComeArePushedOnWithTheLast() {
  connectDevices(1);
  QTest::qWait(20);  // its adoption is pushed on
  const QSignalSpy pushedOn(m_io.get(), &IoThreads::pushedOn);
  const SessionRef session = opened().front();
  QVERIFY(!m_io->commandsCame());
  for (std::uint64_t key = 1; key <= 9; ++key) {
    m_io->commandComes();
    m_io->deliver(session, key, "relay on");
  }
  QVERIFY(m_io->commandsCame());
  QVERIFY(!m_io->commandsCame());
  const auto bytesOfAll = static_cast<qint64>(9 * (lk::wire::kHeaderSize + 8));
  QTRY_VERIFY(m_devices[0]->bytesAvailable() >= bytesOfAll);
  QCOMPARE(pushedOn.size(), 0);
  m_io->deliver(session, 10, "relay on");  // one of this node's own
  QTRY_COMPARE(pushedOn.size(), 1);
}

// A device breaks the protocol in the moment in which a command comes for it: it may get that ahead of its CLOSE.
void TestIoThreads::whatGoesOutAheadOfACloseIsWritten() {
  constexpr std::size_t kDevices = 300;
  connectDevices(kDevices);
  for (std::size_t i = 0; i < kDevices; ++i) {
    const SessionRef session = sessionOf("d" + std::to_string(i));
    m_devices[i]->write("no frame begins so");
    m_devices[i]->flush();
    m_io->post(session.thread(), to_io::Deliver{session, i + 1, "command " + std::to_string(i + 1) + ';'});
  }
  QTRY_COMPARE(static_cast<std::size_t>(ended()), kDevices);
  for (const auto& device : m_devices) {
    const QByteArray got = device->readAll();
    const qsizetype at = got.indexOf("command ");
    if (at < 0) continue;
    const QByteArray key = got.mid(at + 8, got.indexOf(';', at) - at - 8);
    QVERIFY2(isWritten(key.toULongLong()), key.constData());
  }
}

void TestIoThreads::aDrainEndsAsManyAsItIsTold() {
  connectDevices(9);
  m_io->drain(4);
  QTRY_COMPARE(ended(), 4);
  QTest::qWait(20);
  QCOMPARE(ended(), 4);
}

void TestIoThreads::theyAreSeenToTurn() {
  connectDevices(6);
  const auto now = m_clock.steady();
  QVERIFY(m_io->allTurnedSince(now - 1min));
  QVERIFY(!m_io->allTurnedSince(now + 1min));
  QTRY_COMPARE(m_io->behind(m_clock.steady()), 0ms);
  QVERIFY(m_io->lag().count() > 0);
}

void TestIoThreads::nobodyIsLeftWhenTheyStop() {
  connectDevices(6);
  m_io->stop();
  QCOMPARE(m_io->size(), std::size_t{0});
  QTRY_COMPARE(ended(), 6);
  m_io->stop();
}

QTEST_GUILESS_MAIN(TestIoThreads)
#include "tst_io_threads.moc"
