#include <QTest>
#include <atomic>
#include <thread>

#include "server/node/mailbox.h"
#include "server/node/registry.h"

using namespace lk::node;

class TestRegistry : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Rule 4: the newest wins, and the late end of the older one removes nothing.
  void newestWins() {
    Registry registry;
    const SessionRef older = SessionRef::make(0, 1, 5);
    const SessionRef newer = SessionRef::make(1, 1, 5);
    const auto first = registry.claim("d", older);
    QVERIFY(!first.older);
    const auto second = registry.claim("d", newer);
    QVERIFY(second.older == older);
    QVERIFY(second.number > first.number);
    registry.release("d", older);
    QVERIFY(registry.find("d") == newer);
    registry.release("d", newer);
    QVERIFY(!registry.find("d"));
  }

  // Of simultaneous claims each but the last is told to exactly one other.
  void racingClaimsLeaveOneOwner() {
    Registry registry;
    constexpr std::uint32_t kClaims = 20'000;
    std::atomic<std::uint64_t> replacedSum{0};
    std::atomic<int> fresh{0};
    const auto claimAll = [&](std::size_t thread) {
      for (std::uint32_t i = 1; i <= kClaims; ++i) {
        const SessionRef replaced = registry.claim("d", SessionRef::make(thread, 1, i)).older;
        replaced ? void(replacedSum += replaced.slot()) : void(++fresh);
      }
    };
    std::thread other([&] { claimAll(1); });
    claimAll(0);
    other.join();
    QCOMPARE(fresh.load(), 1);
    const std::uint64_t all = std::uint64_t{kClaims} * (kClaims + 1);
    QCOMPARE(replacedSum + registry.find("d").slot(), all);
  }

  void refsKeepTheirParts() {
    const SessionRef ref = SessionRef::make(7, 0xABCDEF, 0xFFFFFFFF);
    QCOMPARE(ref.thread(), std::size_t{7});
    QCOMPARE(ref.generation(), 0xABCDEFU);
    QCOMPARE(ref.slot(), 0xFFFFFFFFU);
  }

  // Every message arrives, in its sender's order, and a reader that waits for wake-ups misses none.
  void mailboxLosesNothing() {
    Mailbox<int> box;
    std::atomic<int> wakeups{0};
    constexpr int kMessages = 100'000;
    std::thread sender([&] {
      for (int i = 0; i < kMessages; ++i) {
        if (box.post(i)) ++wakeups;
      }
    });
    int expected = 0;
    std::vector<int> batch;
    while (expected < kMessages) {
      while (wakeups.load() == 0) std::this_thread::yield();
      --wakeups;
      batch.clear();
      box.take(batch);
      for (const int message : batch) QCOMPARE(message, expected++);
    }
    sender.join();
  }
};

QTEST_APPLESS_MAIN(TestRegistry)
#include "tst_registry.moc"
