#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

#include "server/bus/memory_bus.h"
#include "server/node/io_loans.h"
#include "server/node/listener.h"
#include "server/node/session_limits.h"
#include "server/wire/frame_decoder.h"

using lk::node::IoLoans;
using lk::node::IoMessage;
using lk::node::IoThread;
using lk::node::Listener;
using lk::node::NodeMessage;
using lk::wire::FrameType;
namespace to_io = lk::node::to_io;
namespace to_node = lk::node::to_node;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t kMaxPayload = 65'536;

// A device that acknowledges commands at once.
class Device {
 public:
  Device(quint16 port, const std::string& name) {
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { read(); });
    QObject::connect(&socket, &QTcpSocket::disconnected, &socket, [this] { ended = true; });
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!name.empty()) send(FrameType::Hello, 0, R"({"device":")" + name + R"("})");
  }

  void send(FrameType type, std::uint32_t id, const std::string& payload) {
    std::string bytes;
    lk::wire::appendFrame(bytes, type, id, payload);
    socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
  }
  void ping() {
    ++pings;
    send(FrameType::Ping, 0, {});
  }

  QTcpSocket socket;
  bool welcomed = false;
  bool ended = false;
  int pings = 0;
  int pongs = 0;
  int commands = 0;

 private:
  void read() {
    const std::string bytes = socket.readAll().toStdString();
    decoder.feed(bytes, kMaxPayload, [this](const lk::wire::Frame& frame) {
      welcomed = welcomed || frame.type == FrameType::Welcome;
      pongs += frame.type == FrameType::Pong;
      commands += frame.type == FrameType::Command;
      if (frame.type == FrameType::Command) send(FrameType::CommandAck, frame.id, std::string(1, '\0'));
      return true;
    });
  }

  lk::wire::FrameDecoder decoder;
};

}  // namespace

// One I/O thread, lent and taken back while devices are at it, by this thread in the node's place.
class IoLoansTest : public QObject, private lk::node::IoPost {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void someCommandsMakeALoanAndTheirEndEndsIt();
  void manyFramesEndIt();
  void manyCommandsMakeNone();
  void mailFromOtherThreadsIsTaken();
  void aLongAnswerIsGivenWhole();
  void deadlinesCome();
  void devicesDoNotWaitForANodeThatIsHeldUp();
  void itMayEndAtAnyTime();
  void itMayEndBeforeItHasBegun();

 private:
  void toNode(std::vector<NodeMessage>& messages) override {
    const std::lock_guard lock(m_mutex);
    for (NodeMessage& message : messages) m_told.push_back(std::move(message));
    messages.clear();
  }
  void toIo(std::size_t /*thread*/, IoMessage message) override { m_threads[0]->post(std::move(message)); }
  // Taken by a timer, and no event of Qt's: what passes there between threads TSan does not see.
  void takeBegun() {
    const std::lock_guard lock(m_mutex);
    for (const NodeMessage& message : m_told) {
      const auto* const lent = std::get_if<to_node::Lent>(&message);
      if (lent != nullptr && m_loans) m_loans->begun(lent->thread, lent->loan);
    }
    std::erase_if(m_told, [](const NodeMessage& message) { return std::holds_alternative<to_node::Lent>(message); });
  }

  template <typename Message>
  [[nodiscard]] int count() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(std::ranges::count_if(
        m_told, [](const NodeMessage& message) { return std::holds_alternative<Message>(message); }));
  }
  [[nodiscard]] bool welcomed() const {
    return std::ranges::all_of(m_devices, [](const auto& device) { return device->welcomed; });
  }
  [[nodiscard]] bool answered() const {
    return std::ranges::all_of(m_devices, [](const auto& device) { return device->pongs == device->pings; });
  }
  void connectDevices(int count);
  void command();
  void lend();

  const lk::SystemClock m_clock;
  lk::node::Registry m_registry;
  lk::node::TraceSet m_traces;
  lk::node::AddressTally m_addresses;
  lk::bus::MemoryBus m_bus{m_clock};
  std::vector<std::unique_ptr<IoThread>> m_threads;
  std::unique_ptr<Listener> m_listener;
  std::unique_ptr<IoLoans> m_loans;
  std::vector<std::unique_ptr<Device>> m_devices;
  mutable std::mutex m_mutex;
  std::vector<NodeMessage> m_told;
  std::uint64_t m_commands = 0;
  int m_accepted = 0;
  std::counting_semaphore<> m_stalled{0};  // what a thread and this one wait for each other for
  std::counting_semaphore<> m_answered{0};
  QTimer m_commanding;
  QTimer m_beginning;
};

void IoLoansTest::init() {
  lk::node::SessionLimits limits;
  limits.nodeId = "test";
  limits.helloTimeoutMs = 1'000;
  auto poller = lk::node::Poller::create();
  QVERIFY(poller);
  const lk::node::IoShared shared{m_clock, m_registry, m_traces, *this, m_addresses};
  m_threads.push_back(std::make_unique<IoThread>(0, shared, std::move(*poller), m_bus.makeUplink(0),
                                                 std::make_shared<const lk::node::SessionLimits>(limits)));
  m_threads[0]->start();
  m_loans = std::make_unique<IoLoans>(m_threads);
  m_listener = std::make_unique<Listener>();
  QVERIFY(m_listener->listen(QHostAddress::LocalHost));
  connect(m_listener.get(), &Listener::accepted, this, [this](qintptr socket) {
    to_io::Adopt adopt;
    adopt.socket = socket;
    m_threads[0]->post(std::move(adopt));
    ++m_accepted;
  });
  connect(&m_beginning, &QTimer::timeout, this, &IoLoansTest::takeBegun, Qt::UniqueConnection);
  m_beginning.start(1);
  m_commanding.setInterval(5);
  connect(&m_commanding, &QTimer::timeout, this, &IoLoansTest::command, Qt::UniqueConnection);
}

void IoLoansTest::cleanup() {
  m_commanding.stop();
  m_loans.reset();
  m_devices.clear();
  m_listener.reset();
  m_threads.clear();
  const std::lock_guard lock(m_mutex);
  m_told.clear();
  m_commands = 0;
  m_accepted = 0;
}

void IoLoansTest::connectDevices(int count) {
  for (int i = 0; i < count; ++i) {
    m_devices.push_back(std::make_unique<Device>(m_listener->serverPort(), "device-" + std::to_string(i)));
  }
  QTRY_VERIFY(welcomed());
}

// As the node hands on those that come one by one.
void IoLoansTest::command() {
  m_threads[0]->postQuietly(to_io::Deliver{m_registry.find("device-0"), ++m_commands, "relay on"});
  if (m_loans) m_loans->commandHanded(0);
  m_threads[0]->pushOn();
}

void IoLoansTest::lend() {
  m_commanding.start();
  QTRY_VERIFY(m_loans->lent(0));
}

void IoLoansTest::someCommandsMakeALoanAndTheirEndEndsIt() {
  connectDevices(1);
  lend();
  const std::uint64_t before = m_commands;
  QTRY_VERIFY(m_commands > before + 50);
  m_commanding.stop();
  QTRY_COMPARE(count<to_node::CommandAcked>(), static_cast<int>(m_commands));
  QCOMPARE(m_devices[0]->commands, static_cast<int>(m_commands));
  QTRY_VERIFY(!m_loans->lent(0));
  m_devices[0]->ping();
  QTRY_VERIFY(answered());
}

void IoLoansTest::manyFramesEndIt() {
  connectDevices(10);
  lend();
  QTimer pinging;
  connect(&pinging, &QTimer::timeout, this, [this] {
    for (const auto& device : m_devices) device->ping();
  });
  pinging.start(1);
  QTRY_VERIFY(!m_loans->lent(0));
  pinging.stop();
  QTRY_VERIFY(answered());
  QTRY_VERIFY(m_loans->lent(0));  // as commands go on
}

void IoLoansTest::manyCommandsMakeNone() {
  QTimer handing;
  connect(&handing, &QTimer::timeout, this, [this] {
    for (int i = 0; i < 500; ++i) m_loans->commandHanded(0);
  });
  handing.start(5);
  for (int i = 0; i < 50; ++i) {
    QTest::qWait(10);
    QVERIFY(!m_loans->lent(0));
  }
}

void IoLoansTest::mailFromOtherThreadsIsTaken() {
  connectDevices(1);
  lend();
  for (int i = 1; i <= 20; ++i) {
    std::thread([&] { m_threads[0]->post(to_io::Inspect{1, m_registry.find("device-0")}); }).join();
    QTRY_COMPARE(count<to_node::Inspected>(), i);
  }
}

// More rows than one turn makes.
void IoLoansTest::aLongAnswerIsGivenWhole() {
  constexpr int kMany = 600;
  connectDevices(kMany);
  lend();
  m_threads[0]->post(to_io::Collect{1, 0});
  QTRY_COMPARE(count<to_node::Collected>(), 1);
  const std::lock_guard lock(m_mutex);
  const auto collected = std::ranges::find_if(
      m_told, [](const auto& message) { return std::holds_alternative<to_node::Collected>(message); });
  QCOMPARE(std::get<to_node::Collected>(*collected).rows.size(), kMany);
}

void IoLoansTest::deadlinesCome() {
  connectDevices(1);
  lend();
  Device silent(m_listener->serverPort(), {});
  QTRY_VERIFY(silent.ended);  // no HELLO
}

// This thread is the node's, and does nothing for longer than a device waits for its WELCOME.
void IoLoansTest::devicesDoNotWaitForANodeThatIsHeldUp() {
  connectDevices(1);
  lend();
  std::atomic<bool> connected = false;
  std::atomic<bool> welcomed = false;
  const std::jthread device([&, port = m_listener->serverPort()] {
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!socket.waitForConnected(2'000)) return;
    connected = true;
    if (!m_stalled.try_acquire_for(10s)) return;
    std::string hello;
    lk::wire::appendFrame(hello, FrameType::Hello, 0, R"({"device":"beside"})");
    socket.write(hello.data(), static_cast<qint64>(hello.size()));
    constexpr int kTypeAt = 3;
    welcomed =
        socket.waitForReadyRead(8'000) && socket.read(kTypeAt + 1).endsWith(static_cast<char>(FrameType::Welcome));
    m_answered.release();
  });
  QTRY_VERIFY(connected);
  QTRY_COMPARE(m_accepted, 2);
  QTest::qWait(20);  // it is the loop's by then
  m_stalled.release();
  [[maybe_unused]] const bool was = m_answered.try_acquire_for(10s);  // no event of this thread meanwhile
  QVERIFY(welcomed);
}

void IoLoansTest::itMayEndAtAnyTime() {
  connectDevices(3);
  for (int i = 0; i < 12; ++i) {
    lend();
    for (const auto& device : m_devices) device->ping();
    QTest::qWait(i);
    m_loans.reset();
    m_commanding.stop();
    QTRY_VERIFY(answered());
    m_loans = std::make_unique<IoLoans>(m_threads);
  }
  QTRY_COMPARE(count<to_node::CommandAcked>(), static_cast<int>(m_commands));
}

void IoLoansTest::itMayEndBeforeItHasBegun() {
  connectDevices(3);
  for (int i = 0; i < 60; ++i) {
    for (const auto& device : m_devices) device->ping();
    m_threads[0]->lend();
    // Now before the thread has seen it, now after.
    if (i % 3 == 1) std::this_thread::sleep_for(std::chrono::microseconds{i});
    if (i % 3 == 2) QCoreApplication::processEvents();
    m_threads[0]->takeBack();
    QTRY_VERIFY(answered());
  }
}

QTEST_GUILESS_MAIN(IoLoansTest)

#include "tst_io_loans.moc"
