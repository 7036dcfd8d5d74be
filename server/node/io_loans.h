#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

#include "server/node/io_thread.h"

class QSocketNotifier;

namespace lk::node {

// Lends the sockets of I/O threads to the node's own thread, for as long as that is cheaper: while some commands come
// and little else, an answer to one then wakes one thread in place of two. Lives in the node's thread.
class IoLoans final : public QObject {
  Q_OBJECT

 public:
  // Threads outlive this and are not added to.
  explicit IoLoans(const std::vector<std::unique_ptr<IoThread>>& threads, QObject* parent = nullptr);
  ~IoLoans() override;  // ends all loans

  // A command was handed to this thread.
  void commandHanded(std::size_t thread);
  // What IoPost::lent() says, in the node's thread.
  void begun(std::size_t thread, std::uint32_t loan);
  [[nodiscard]] bool lent(std::size_t thread) const { return m_loans[thread].notifier != nullptr; }

 Q_SIGNALS:
  // A thread's loop turned here: what it has for the node is in the mail.
  void served();

 private:
  struct Loan {
    std::uint32_t number = 0;                   // 0: none
    std::unique_ptr<QSocketNotifier> notifier;  // null: it has not begun
    int commands = 0;                           // since the last look
    std::uint64_t servedBefore = 0;
  };

  void look();
  void ask(std::size_t thread);
  void end(std::size_t thread);

  const std::vector<std::unique_ptr<IoThread>>& m_threads;
  std::vector<Loan> m_loans;
  std::uint32_t m_lastNumber = 0;
  QTimer m_looking;
};

}  // namespace lk::node
