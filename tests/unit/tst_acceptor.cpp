#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>
#include <memory>
#include <vector>

#include "server/node/acceptor.h"
#include "server/node/socket_io.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

namespace {

// An acceptor on a port of its own, and what it lets in.
struct Door {
  explicit Door(const Settings& settings = {}) : acceptor(settings, clock, records, adopt(), [this] { return load; }) {
    QVERIFY(acceptor.listen("127.0.0.1:0").ok());
  }
  ~Door() {
    acceptor.close();
    for (const to_io::Adopt& connection : adopted) socket_io::close(connection.socket);
  }
  Acceptor::Adopt adopt() {
    return [this](to_io::Adopt connection) { adopted.push_back(std::move(connection)); };
  }
  void come(int devices = 1) {
    const auto port = static_cast<quint16>(acceptor.addresses().constFirst().section(QLatin1Char(':'), -1).toUInt());
    for (int i = 0; i < devices; ++i) {
      sockets.push_back(std::make_unique<QTcpSocket>());
      sockets.back()->connectToHost(QHostAddress::LocalHost, port);
    }
  }
  [[nodiscard]] bool haveCome(std::size_t devices) {
    return QTest::qWaitFor([&] { return adopted.size() >= devices; }) && adopted.size() == devices;
  }

  test::ManualClock clock;
  std::vector<Event> events;
  NodeRecords records{QStringLiteral("n1"), clock, [this](const Event& event) { events.push_back(event); }};
  AcceptPace::Load load;
  std::vector<to_io::Adopt> adopted;
  std::vector<std::unique_ptr<QTcpSocket>> sockets;
  Acceptor acceptor;
};

}  // namespace

class TestAcceptor : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whoMayComeInIsHandedOn() {
    Door door;
    door.come(3);
    QVERIFY(door.haveCome(3));
    QVERIFY(!door.adopted[0].refusal);
    QCOMPARE(door.adopted[0].peer.address(), std::string("127.0.0.1"));
    QCOMPARE(door.acceptor.connections(), std::size_t{3});
    door.acceptor.take(to_node::ConnectionGone{door.adopted[0].peer, AcceptGate::Standing::Counted});
    QCOMPARE(door.acceptor.connections(), std::size_t{2});
    Figures figures;
    door.acceptor.fill(figures);
    QCOMPARE(figures.accepted, quint64{3});
    QVERIFY(door.events.empty());
  }

  // They are handed on, too, to be told; of many, one event a second.
  void whoMayNotIsRefusedAndToldOfNowAndThen() {
    Settings settings;
    settings.maxConnectionsPerAddress = 1;
    Door door(settings);
    door.come(3);
    QVERIFY(door.haveCome(3));
    QCOMPARE(door.adopted[1].refusal, CloseReason::OverLimit);
    QVERIFY(!door.adopted[1].sentence.empty());
    QCOMPARE(door.events.size(), std::size_t{1});
    QCOMPARE(door.events[0].kind, EventKind::ConnectionRefused);
    door.clock.advance(1s);
    door.acceptor.take(to_node::AddressKnown{door.adopted[0].peer, false, false});
    QCOMPARE(door.events.size(), std::size_t{2});
    door.acceptor.take(to_node::GuestSettled{door.adopted[0].peer, {}, true});
    QCOMPARE(door.events.size(), std::size_t{2});
  }

  void limitsMayChange() {
    Settings settings;
    settings.maxConnectionsPerAddress = 1;
    Door door(settings);
    settings.maxConnectionsPerAddress = 2;
    door.acceptor.reload(settings);
    door.come(3);
    QVERIFY(door.haveCome(3));
    QVERIFY(!door.adopted[1].refusal && door.adopted[2].refusal);
  }

  // The first one, and sixteen each twenty milliseconds; time stands still meanwhile.
  void whileTheNodeLagsFewComeIn() {
    Door door;
    door.load.lag = 1h;
    door.come(40);
    QVERIFY(door.haveCome(17));
    QTest::qWait(50);
    QCOMPARE(door.adopted.size(), std::size_t{17});
    door.clock.advance(20ms);
    QVERIFY(door.haveCome(33));
    door.load.lag = 0ms;
    QVERIFY(door.haveCome(40));
  }

  void nobodyComesInOnceItIsClosed() {
    Door door;
    MetricsSample sample;
    door.acceptor.fill(sample);
    QVERIFY(sample.accepting);
    const QStringList addresses = door.acceptor.addresses();
    door.acceptor.close();
    door.come();
    QTRY_COMPARE(door.sockets[0]->error(), QAbstractSocket::ConnectionRefusedError);
    QVERIFY(door.adopted.empty());
    door.acceptor.fill(sample);
    QVERIFY(!sample.accepting);
    QCOMPARE(door.acceptor.addresses(), addresses);
  }

  void anAddressThatIsTakenIsSaidToBe() {
    Door door;
    Acceptor another({}, door.clock, door.records, door.adopt(), [] { return AcceptPace::Load{}; });
    const auto listening = another.listen(door.acceptor.addresses().constFirst().toStdString());
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, Error::Code::InUse);
    QVERIFY(!another.listen("nowhere"));
  }
};

QTEST_GUILESS_MAIN(TestAcceptor)
#include "tst_acceptor.moc"
