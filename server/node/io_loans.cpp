#include "server/node/io_loans.h"

#include <QSocketNotifier>
#include <utility>

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kLookEvery = 100ms;
constexpr auto kTooSoon = 50ms;  // for a look, after one that came late

constexpr std::uint64_t kFewest = 5;
constexpr std::uint64_t kMost = 500;
constexpr std::uint64_t kServedBeside = 20;

}  // namespace

// Of many commands several threads share the work better than the node's own can do it, and of many other frames their
// own is the shorter way.
LoanVerdict judgeLoan(const LoanLoad& load) {
  if (load.allCommands > kMost || load.allServed > 2 * load.allCommands + kServedBeside) return LoanVerdict::TooMany;
  return load.commands < kFewest ? LoanVerdict::TooFew : LoanVerdict::Pays;
}

IoLoans::IoLoans(const std::vector<std::unique_ptr<IoThread>>& threads)
    : m_threads(threads), m_loans(threads.size()), m_looking(this) {
  m_looking.setInterval(kLookEvery);
  connect(&m_looking, &QTimer::timeout, this, &IoLoans::look);
}

IoLoans::~IoLoans() {
  for (std::size_t i = 0; i < m_loans.size(); ++i) end(i);
}

void IoLoans::commandHanded(std::size_t thread) {
  ++m_loans[thread].commands;
  if (m_looking.isActive()) return;
  // What was served before there were commands says nothing.
  for (std::size_t i = 0; i < m_loans.size(); ++i) m_loans[i].servedBefore = m_threads[i]->counters().served.get();
  m_looking.start();
  m_sinceLook.start();
}

void IoLoans::look() {
  if (m_sinceLook.elapsed() < kTooSoon.count()) return;
  m_sinceLook.start();
  LoanLoad load;
  for (std::size_t i = 0; i < m_loans.size(); ++i) {
    const std::uint64_t served = m_threads[i]->counters().served.get();
    load.allServed += served - std::exchange(m_loans[i].servedBefore, served);
    load.allCommands += m_loans[i].commands;
  }
  bool rests = load.allCommands == 0;
  for (std::size_t i = 0; i < m_loans.size(); ++i) {
    load.commands = std::exchange(m_loans[i].commands, 0);
    apply(i, judgeLoan(load));
    rests = rests && m_loans[i].number == 0;
  }
  if (rests) m_looking.stop();
}

// One look with few commands is chance.
void IoLoans::apply(std::size_t thread, LoanVerdict verdict) {
  const bool paidBefore = std::exchange(m_loans[thread].paidBefore, verdict == LoanVerdict::Pays);
  if (verdict == LoanVerdict::Pays) {
    ask(thread);
  } else if (verdict == LoanVerdict::TooMany || !paidBefore) {
    end(thread);
  }
}

void IoLoans::ask(std::size_t thread) {
  Loan& loan = m_loans[thread];
  if (loan.number != 0 || m_threads[thread]->watchable() == kNoSocket) return;
  loan.number = m_threads[thread]->lend();
}

void IoLoans::begun(std::size_t thread, std::uint32_t number) {
  Loan& loan = m_loans[thread];
  if (loan.number != number || loan.notifier) return;  // it has ended already
  IoThread& lender = *m_threads[thread];
  loan.notifier = std::make_unique<QSocketNotifier>(lender.watchable(), QSocketNotifier::Read);
  connect(loan.notifier.get(), &QSocketNotifier::activated, this, [this, &lender] {
    lender.serve();
    Q_EMIT served();
  });
}

void IoLoans::end(std::size_t thread) {
  Loan& loan = m_loans[thread];
  if (std::exchange(loan.number, 0) == 0) return;
  loan.notifier.reset();
  m_threads[thread]->takeBack();
}

}  // namespace lk::node
