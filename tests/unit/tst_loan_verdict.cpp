#include <QTest>

#include "server/bus/memory_bus.h"
#include "server/node/io_loans.h"
#include "server/node/session_limits.h"

using lk::node::Interest;
using lk::node::IoLoans;
using lk::node::IoThread;
using lk::node::judgeLoan;
using lk::node::LoanVerdict;
using lk::node::Socket;

namespace {

// As on a system where nothing says from outside that a wait would end.
class UnwatchablePoller final : public lk::node::Poller {
 public:
  explicit UnwatchablePoller(int& wakes) : m_wakes(wakes) {}
  bool add(Socket /*socket*/, std::uint64_t /*token*/, Interest /*interest*/) override { return true; }
  void change(Socket /*socket*/, std::uint64_t /*token*/, Interest /*interest*/) override {}
  void remove(Socket /*socket*/) override {}
  std::size_t wait(std::span<Ready> /*ready*/, std::chrono::milliseconds /*atMost*/) override { return 0; }
  void wake() override { ++m_wakes; }

 private:
  int& m_wakes;
};

struct NoPost final : lk::node::IoPost {
  void toNode(std::vector<lk::node::NodeMessage>& messages) override { messages.clear(); }
  void toIo(std::size_t /*thread*/, lk::node::IoMessage /*message*/) override {}
};

}  // namespace

// Whether an I/O thread's sockets are lent; on every system.
class LoanVerdictTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatPays_data();
  void whatPays();
  void nothingIsLentThatCanNotBeWatched();
};

void LoanVerdictTest::whatPays_data() {
  QTest::addColumn<int>("commands");
  QTest::addColumn<int>("allCommands");
  QTest::addColumn<int>("allServed");
  QTest::addColumn<LoanVerdict>("verdict");
  QTest::newRow("nothing") << 0 << 0 << 0 << LoanVerdict::TooFew;
  QTest::newRow("few") << 4 << 4 << 4 << LoanVerdict::TooFew;
  QTest::newRow("just enough") << 5 << 5 << 5 << LoanVerdict::Pays;
  QTest::newRow("with pings beside") << 5 << 5 << 30 << LoanVerdict::Pays;
  QTest::newRow("with reports beside") << 5 << 5 << 31 << LoanVerdict::TooMany;
  QTest::newRow("many") << 500 << 500 << 1'000 << LoanVerdict::Pays;
  QTest::newRow("too many") << 501 << 501 << 501 << LoanVerdict::TooMany;
  QTest::newRow("of one thread of several") << 100 << 400 << 400 << LoanVerdict::Pays;
  QTest::newRow("too many of several threads") << 100 << 501 << 501 << LoanVerdict::TooMany;
  QTest::newRow("few of a thread, more of others") << 4 << 400 << 400 << LoanVerdict::TooFew;
  QTest::newRow("none, and reports") << 0 << 0 << 21 << LoanVerdict::TooMany;
}

void LoanVerdictTest::whatPays() {
  QFETCH(const int, commands);
  QFETCH(const int, allCommands);
  QFETCH(const int, allServed);
  const auto of = [](int count) { return static_cast<std::uint64_t>(count); };
  QTEST(judgeLoan({of(commands), of(allCommands), of(allServed)}), "verdict");
}

void LoanVerdictTest::nothingIsLentThatCanNotBeWatched() {
  const lk::SystemClock clock;
  lk::node::Registry registry;
  lk::node::TraceSet traces;
  lk::node::AddressTally addresses;
  lk::bus::MemoryBus bus(clock);
  NoPost post;
  int wakes = 0;
  std::vector<std::unique_ptr<IoThread>> threads;
  threads.push_back(std::make_unique<IoThread>(0, lk::node::IoShared{clock, registry, traces, post, addresses},
                                               std::make_unique<UnwatchablePoller>(wakes), bus.makeUplink(0),
                                               std::make_shared<const lk::node::SessionLimits>()));
  IoLoans loans(threads);
  for (int i = 0; i < 50; ++i) loans.commandHanded(0);
  QTest::qWait(300);
  QCOMPARE(wakes, 0);  // it was not asked
  QVERIFY(!loans.lent(0));
}

QTEST_GUILESS_MAIN(LoanVerdictTest)

#include "tst_loan_verdict.moc"
