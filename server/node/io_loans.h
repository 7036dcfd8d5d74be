#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "server/node/io_thread.h"

class QSocketNotifier;

namespace lk::node {

// What came within a tenth of a second.
struct LoanLoad {
  std::uint64_t commands = 0;     // for the thread in question
  std::uint64_t allCommands = 0;  // for all threads of the node
  std::uint64_t allServed = 0;    // readinesses of all their sockets
};

enum class LoanVerdict : std::uint8_t { Pays, TooFew, TooMany };

[[nodiscard]] LoanVerdict judgeLoan(const LoanLoad& load);

// Lends the sockets of I/O threads to the node's own thread, for as long as that is cheaper: while some commands come
// and little else, an answer to one then wakes one thread in place of two. Lives in the node's thread.
class IoLoans final : public QObject {
  Q_OBJECT

 public:
  // Threads outlive this and are not added to.
  explicit IoLoans(const std::vector<std::unique_ptr<IoThread>>& threads);
  ~IoLoans() override;  // ends all loans

  // A command was handed to this thread.
  void commandHanded(std::size_t thread);
  // What to_node::Lent says, in the node's thread.
  void begun(std::size_t thread, std::uint32_t loan);
  [[nodiscard]] bool lent(std::size_t thread) const { return m_loans[thread].notifier != nullptr; }

 Q_SIGNALS:
  // A thread's loop turned here: what it has for the node is in the mail.
  void served();

 private:
  struct Loan {
    std::uint32_t number = 0;                   // 0: none
    std::unique_ptr<QSocketNotifier> notifier;  // null: it has not begun
    bool paidBefore = false;                    // at the last look
    std::uint64_t commands = 0;                 // since the last look
    std::uint64_t servedBefore = 0;
  };

  void look();
  void apply(std::size_t thread, LoanVerdict verdict);
  void ask(std::size_t thread);
  void end(std::size_t thread);

  const std::vector<std::unique_ptr<IoThread>>& m_threads;
  std::vector<Loan> m_loans;
  QTimer m_looking;
  QElapsedTimer m_sinceLook;
};

}  // namespace lk::node
