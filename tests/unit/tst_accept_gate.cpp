#include <QTest>

#include "server/node/accept_gate.h"

using namespace lk::node;

namespace {

using Standing = AcceptGate::Standing;

PeerAddress peer(std::uint8_t last) {
  PeerAddress address;
  address.bytes[10] = address.bytes[11] = 0xFF;
  address.bytes[15] = last;
  return address;
}

// 2001:db8:0:N::M
PeerAddress peer6(std::uint8_t network, std::uint8_t last) {
  PeerAddress address;
  address.bytes = {0x20, 0x01, 0x0D, 0xB8};
  address.bytes[7] = network;
  address.bytes[15] = last;
  return address;
}

}  // namespace

class TestAcceptGate : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void noLimitsLetAllIn() {
    AcceptGate gate({});
    for (int i = 0; i < 10'000; ++i) QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 50'000));
    QCOMPARE(gate.connections(), std::size_t{10'000});
  }

  void countsAllConnections() {
    AcceptGate gate({.connections = 2});
    QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
    QVERIFY(!gate.admit(peer(2), Ahead::Nothing, 0));
    QVERIFY(gate.isFull());
    for (int i = 0; i < 16; ++i) {
      QVERIFY2(!gate.admit(peer(9), Ahead::Nothing, 0), "may take the place of an older session of its device");
    }
    QCOMPARE(gate.outcomes().at("accepted"), std::uint64_t{2});
    const auto refusal = gate.admit(peer(3), Ahead::Nothing, 0);
    QVERIFY(refusal.has_value());
    QCOMPARE(refusal->outcome, std::string_view("over-limit"));
    QVERIFY(gate.admit(peer(3), Ahead::Nothing, 0).has_value());
    QCOMPARE(gate.connections(), std::size_t{20});
    // A place that is free is free, however many guests wait, and refused ones are still on their way out.
    gate.gone(peer(1), Standing::Counted);
    QVERIFY(!gate.isFull());
    QVERIFY(!gate.admit(peer(3), Ahead::Nothing, 0));
    QVERIFY(gate.isFull());
    for (int i = 0; i < 16; ++i) gate.guestSettled(peer(9), {});
    QVERIFY2(gate.isFull(), "they had none");
    QCOMPARE(gate.outcomes().at("over-limit"), std::uint64_t{18});
    QCOMPARE(gate.outcomes().at("accepted"), std::uint64_t{3});
  }

  void aGuestTakesThePlaceOfAnother() {
    AcceptGate gate({.connections = 1, .perAddress = 2});
    QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
    QVERIFY(gate.isFull() && !gate.admit(peer(1), Ahead::Nothing, 0));
    gate.guestSettled(peer(1), {.stays = true});
    gate.gone(peer(1), Standing::Counted);
    QVERIFY(gate.isFull());
    QCOMPARE(gate.outcomes().at("accepted"), std::uint64_t{2});
    // One that does not stay gives back its address' place.
    for (int i = 0; i < 3; ++i) {
      QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
      gate.guestSettled(peer(1), {});
      gate.gone(peer(1), Standing::Refused);
    }
    QCOMPARE(gate.outcomes().at("over-limit"), std::uint64_t{3});
    gate.gone(peer(1), Standing::Counted);
    QVERIFY(!gate.isFull());
    QCOMPARE(gate.connections(), std::size_t{0});
  }

  // Its address counts once it is known, and what became of it once its HELLO is.
  void aGuestComesByAProxy() {
    AcceptGate gate({.connections = 1, .perAddress = 1});
    QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
    for (int i = 0; i < 3; ++i) QVERIFY(!gate.admit(peer(5), Ahead::Header, 0));
    gate.guestSettled(peer(5), {.addressKnown = false});  // it said nothing
    QVERIFY(gate.addresses().take(peer(7)));
    gate.addressKnown(true, true);
    QVERIFY(!gate.addresses().take(peer(7)));
    gate.addressKnown(false, true);
    QCOMPARE(gate.outcomes().at("accepted"), std::uint64_t{1});
    gate.guestSettled(peer(7), {});
    QVERIFY(gate.addresses().take(peer(7)));
    QCOMPARE(gate.outcomes().at("over-limit"), std::uint64_t{2});
    QCOMPARE(gate.outcomes().at("per-address"), std::uint64_t{1});
    for (int i = 0; i < 3; ++i) gate.gone(peer(5), Standing::Refused);
    gate.gone(peer(1), Standing::Counted);
    QVERIFY(!gate.isFull());
  }

  void placesThatAReloadTookAwayAreStillThoseOfTheirDevices() {
    AcceptGate gate({.connections = 100});
    for (int i = 0; i < 100; ++i) QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
    gate.setLimits({.connections = 10});
    QVERIFY2(!gate.admit(peer(2), Ahead::Nothing, 0), "a guest");
    gate.guestSettled(peer(2), {.stays = true});
    gate.gone(peer(1), Standing::Counted);
    QVERIFY(gate.isFull());
  }

  void countsEachAddress() {
    AcceptGate gate({.perAddress = 1});
    QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
    QVERIFY(!gate.admit(peer(2), Ahead::Nothing, 0));
    QCOMPARE(gate.admit(peer(1), Ahead::Nothing, 0)->outcome, std::string_view("per-address"));
    gate.gone(peer(1), Standing::Counted);
    QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
  }

  // All of a /64 is one host's, and not one bit more.
  void countsANetworkOfIpv6AsOne() {
    AcceptGate gate({.perAddress = 2});
    const PeerAddress one = peer6(0, 1);
    const PeerAddress other = peer6(0, 2);
    QVERIFY(!gate.admit(one, Ahead::Nothing, 0));
    QVERIFY(!gate.admit(other, Ahead::Nothing, 0));
    QCOMPARE(gate.admit(peer6(0, 3), Ahead::Nothing, 0)->outcome, std::string_view("per-address"));
    QVERIFY2(!gate.admit(peer6(1, 1), Ahead::Nothing, 0), "of the next /64");
    gate.gone(peer6(0, 3), Standing::Refused);
    QVERIFY(gate.admit(peer6(0, 4), Ahead::Nothing, 0).has_value());
    gate.gone(one, Standing::Counted);
    QVERIFY(!gate.admit(peer6(0, 5), Ahead::Nothing, 0));
    // IPv4, which is written as IPv6 here, is no /64.
    for (std::uint8_t last = 1; last < 10; ++last) QVERIFY(!gate.admit(peer(last), Ahead::Nothing, 0));
  }

  void sendsAwayWhomThePolicyDoesNotLetIn() {
    AcceptGate gate({.connections = 1});
    const auto refusal = gate.admit(peer(1), std::nullopt, 0);
    QVERIFY(refusal.has_value());
    QCOMPARE(refusal->outcome, std::string_view("untrusted"));
    QCOMPARE(refusal->reason, lk::CloseReason::NotAuthorised);
    QCOMPARE(gate.connections(), std::size_t{1});
    QVERIFY2(!gate.admit(peer(2), Ahead::Header, 0), "it takes nobody's place");
  }

  // A proxy's address is not its devices': it does not count, theirs do.
  void countsAnAddressOnceItIsKnown() {
    AcceptGate gate({.connections = 3, .perAddress = 1});
    for (int i = 0; i < 3; ++i) QVERIFY(!gate.admit(peer(1), Ahead::Header, 0));
    QCOMPARE(gate.outcomes().at("accepted"), std::uint64_t{0});
    QVERIFY(gate.addresses().take(peer(7)));
    gate.addressKnown(true);
    QVERIFY2(!gate.addresses().take(peer(7)), "by a proxy or directly, it is one address");
    gate.addressKnown(false);
    QVERIFY2(!gate.admit(peer(8), Ahead::Either, 0), "the refused one has no place");
    gate.gone(peer(7), Standing::Refused);
    gate.gone(peer(1), Standing::AddressToCome);
    gate.gone(peer(8), Standing::AddressToCome);
    QCOMPARE(gate.connections(), std::size_t{1});
    QCOMPARE(gate.admit(peer(7), Ahead::Nothing, 0)->outcome, std::string_view("per-address"));
    gate.gone(peer(7), Standing::Refused);
    gate.gone(peer(7), Standing::Counted);
    QVERIFY(!gate.admit(peer(7), Ahead::NoHeader, 0));
    QCOMPARE(gate.outcomes().at("accepted"), std::uint64_t{4});
    QCOMPARE(gate.outcomes().at("per-address"), std::uint64_t{2});
  }

  void takesANewLimitOfAddresses() {
    AcceptGate gate({.perAddress = 1});
    QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 0));
    gate.setLimits({.perAddress = 2});
    QVERIFY(gate.addresses().take(peer(1)));
    QVERIFY(!gate.addresses().take(peer(1)));
  }

  void keepsAReserveOfDescriptors() {
    AcceptGate gate({.descriptors = 80});
    QVERIFY(!gate.admit(peer(1), Ahead::Nothing, 70));
    QCOMPARE(gate.admit(peer(1), Ahead::Nothing, 71)->outcome, std::string_view("no-descriptors"));
    QVERIFY(!gate.noDescriptors(75));
    QVERIFY(gate.noDescriptors(76));
  }
};

QTEST_APPLESS_MAIN(TestAcceptGate)
#include "tst_accept_gate.moc"
