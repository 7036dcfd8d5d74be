#include "server/node/io_loans.h"

#include <QSocketNotifier>
#include <utility>

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr auto kLookEvery = 100ms;

// What pays, of the commands and of the sockets served between two looks. Of more commands the threads share the work
// better than one can do it, and of many other frames theirs is the shorter way.
constexpr int kFewest = 5;
constexpr int kMost = 500;
constexpr std::uint64_t kServedBeside = 20;

bool pays(int commands, std::uint64_t served) {
  return commands >= kFewest && commands <= kMost && served <= 2 * static_cast<std::uint64_t>(commands) + kServedBeside;
}

}  // namespace

IoLoans::IoLoans(const std::vector<std::unique_ptr<IoThread>>& threads, QObject* parent)
    : QObject(parent), m_threads(threads), m_loans(threads.size()), m_looking(this) {
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
}

void IoLoans::look() {
  bool rests = true;
  for (std::size_t i = 0; i < m_loans.size(); ++i) {
    Loan& loan = m_loans[i];
    const std::uint64_t served = m_threads[i]->counters().served.get();
    const int commands = std::exchange(loan.commands, 0);
    pays(commands, served - std::exchange(loan.servedBefore, served)) ? ask(i) : end(i);
    rests = rests && commands == 0;
  }
  if (rests) m_looking.stop();
}

void IoLoans::ask(std::size_t thread) {
  Loan& loan = m_loans[thread];
  if (loan.number != 0 || m_threads[thread]->watchable() == kNoSocket) return;
  if (++m_lastNumber == 0) ++m_lastNumber;
  loan.number = m_lastNumber;
  m_threads[thread]->lend(loan.number);
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
