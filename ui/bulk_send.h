#pragma once

#include <QHash>
#include <QTimer>
#include <array>
#include <deque>
#include <vector>

#include "ui/console_context.h"
#include "ui/send_plan.h"

namespace lk::ui {

// Sends a plan at a rate and keeps what became of each command, in the order of its targets. It can be stopped at any
// moment: nothing more is sent then, and what was sent goes on.
class BulkSend final : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMostRate = 2'000;  // commands a second

  // plan: of targets, all of them good. rate: 1 to kMostRate.
  BulkSend(ConsoleContext& context, SendPlan plan, int rate, QObject* parent = nullptr);

  void start();
  // why: empty, a person did it.
  void stop(const QString& why = {});

  [[nodiscard]] int total() const { return static_cast<int>(m_plan.targets.size()); }
  [[nodiscard]] int sent() const { return static_cast<int>(m_results.size()); }
  [[nodiscard]] int notSent() const { return total() - sent(); }
  [[nodiscard]] bool sending() const { return !m_stopped && sent() < total(); }
  // Nothing is left to be heard of: all that was sent has ended.
  [[nodiscard]] bool over() const { return !sending() && m_open == 0; }
  [[nodiscard]] bool stopped() const { return m_stopped; }
  [[nodiscard]] const QString& stoppedWhy() const { return m_stoppedWhy; }
  [[nodiscard]] int rate() const { return m_rate; }
  // By the latest that is known of each; those that are on their way to a node are in none.
  [[nodiscard]] int count(CommandStatus status) const { return m_counts[static_cast<std::size_t>(status)]; }
  // Sent, and not ended.
  [[nodiscard]] int open() const { return m_open; }
  // Ended, and not done.
  [[nodiscard]] int failures() const { return m_failures; }
  // Ended otherwise than done, and those that were not sent.
  [[nodiscard]] QStringList notDone() const;

  // CSV, one line for each target; failuresOnly: those that ended otherwise than done, and those that were not sent.
  // The words in it are the same in every language. The error says why it can't be written.
  [[nodiscard]] QString exportTo(const QString& path, bool failuresOnly) const;

 Q_SIGNALS:
  void progressed();

 private:
  struct Outcome {
    QString id;
    qint64 sentAtMs = 0;
    qint64 atMs = 0;
    qint64 ackUs = 0;
    std::optional<CommandStatus> status;  // none: on its way to a node
    bool final = false;
    int code = 0;
    QString node;
    QString reason;
    QByteArray answer;
  };

  void tick();
  void sendSome(int most);
  void take(const node::CommandUpdate& update);
  void finish(std::size_t place, CommandStatus status, const QString& why);
  void change(Outcome& outcome, CommandStatus status, bool final);
  void endOverdue();
  void linkChanged(node::NodeControl::State state, const QString& why);
  [[nodiscard]] bool isFailure(std::size_t place) const;
  [[nodiscard]] QString lineOf(std::size_t place) const;

  ConsoleContext& m_context;
  const SendPlan m_plan;
  const int m_rate;
  std::vector<Outcome> m_results;
  QHash<QString, std::size_t> m_places;  // by id; those that have not ended
  std::array<int, kCommandStatuses.size()> m_counts{};
  int m_open = 0;
  int m_failures = 0;
  std::size_t m_oldestOpen = 0;
  double m_allowance = 0;  // commands that may be sent now
  Clock::Steady m_allowedAt{};
  std::deque<Clock::Steady> m_deadlines;  // by place
  QTimer m_tick;
  bool m_stopped = false;
  bool m_changed = false;
  QString m_stoppedWhy;
};

}  // namespace lk::ui
