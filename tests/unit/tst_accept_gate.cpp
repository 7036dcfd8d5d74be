#include <QTest>

#include "server/node/accept_gate.h"

using namespace lk::node;

namespace {

PeerAddress peer(std::uint8_t last) {
  PeerAddress address;
  address.bytes[10] = address.bytes[11] = 0xFF;
  address.bytes[15] = last;
  return address;
}

}  // namespace

class TestAcceptGate : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void noLimitsLetAllIn() {
    AcceptGate gate({});
    for (int i = 0; i < 10'000; ++i) QVERIFY(!gate.admit(peer(1), 50'000));
    QCOMPARE(gate.connections(), std::size_t{10'000});
  }

  void countsAllConnections() {
    AcceptGate gate({.connections = 2});
    QVERIFY(!gate.admit(peer(1), 0));
    QVERIFY(!gate.admit(peer(2), 0));
    const auto refusal = gate.admit(peer(3), 0);
    QVERIFY(refusal.has_value());
    QCOMPARE(refusal->outcome, std::string_view("over-limit"));
    QVERIFY(gate.admit(peer(3), 0).has_value());
    QCOMPARE(gate.connections(), std::size_t{4});
    // A place that is free is free, however many refused ones are still on their way out.
    gate.gone(peer(1), true);
    QVERIFY(!gate.admit(peer(3), 0));
    QCOMPARE(gate.outcomes().at("over-limit"), std::uint64_t{2});
    QCOMPARE(gate.outcomes().at("accepted"), std::uint64_t{3});
  }

  void countsEachAddress() {
    AcceptGate gate({.perAddress = 1});
    QVERIFY(!gate.admit(peer(1), 0));
    QVERIFY(!gate.admit(peer(2), 0));
    QCOMPARE(gate.admit(peer(1), 0)->outcome, std::string_view("per-address"));
    gate.gone(peer(1), true);
    QVERIFY(!gate.admit(peer(1), 0));
  }

  void keepsAReserveOfDescriptors() {
    AcceptGate gate({.descriptors = 80});
    QVERIFY(!gate.admit(peer(1), 70));
    QCOMPARE(gate.admit(peer(1), 71)->outcome, std::string_view("no-descriptors"));
    QVERIFY(!gate.noDescriptors(75));
    QVERIFY(gate.noDescriptors(76));
  }
};

QTEST_APPLESS_MAIN(TestAcceptGate)
#include "tst_accept_gate.moc"
