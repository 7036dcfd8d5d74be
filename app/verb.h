#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "app/command_line.h"
#include "app/exit_signals.h"
#include "app/output.h"
#include "server/base/clock.h"
#include "server/node/node_control.h"

namespace lk::app {

// One run of a verb, in the event loop of a QCoreApplication. Ends the loop with the verb's exit code.
class Verb : public QObject {
  Q_OBJECT

 public:
  explicit Verb(CommandLine line);

  virtual void start() = 0;

 protected:
  // Links to the cluster that --redis names, or to the node that --node names, or to the one that runs; ends the verb
  // if that can't be.
  void withNode(const QString& nodeId, std::function<void()> linked);
  void withNode(std::function<void()> linked) { withNode(m_line.value(QStringLiteral("node")), std::move(linked)); }
  [[nodiscard]] bool wholeCluster() const { return m_line.has(QStringLiteral("redis")); }
  [[nodiscard]] node::NodeControl& control() { return *m_control; }

  // The link ended while the verb was at work.
  virtual void linkLost(const QString& why);
  // Ctrl+C.
  virtual void interrupted();

  // On stderr, as a slip in the address is answered by an empty cluster.
  void noteNoNode() const;

  void end(int exitCode);
  // Says so and ends; nothing, where the verb has ended already: a lost link fails each question that is open.
  void fail(const Error& error);

  const CommandLine m_line;
  Output m_output;

 private:
  ExitSignals m_signals;
  [[nodiscard]] Result<std::unique_ptr<node::NodeControl>> openCluster();
  void follow(std::function<void()> linked);

  const SystemClock m_clock;
  std::unique_ptr<node::NodeControl> m_control;
  bool m_linked = false;
  bool m_ended = false;
};

// Runs the verb of this line, with the program's QCoreApplication; the exit code.
[[nodiscard]] int runVerb(const CommandLine& line);

[[nodiscard]] std::unique_ptr<Verb> makeSend(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeDevices(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeKick(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeDrain(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeNodes(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeCheck(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeSimulate(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeNginx(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeDiagnose(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeTrace(const CommandLine& line);
[[nodiscard]] std::unique_ptr<Verb> makeService(const CommandLine& line);

[[nodiscard]] Result<void> checkDeviceId(const QString& word);

// For people: 1 command, 2 commands. noun: in English, of one.
[[nodiscard]] QString counted(qint64 number, const char* noun);

// For people: 250 ms, 12 s, 3 min, 2 h.
[[nodiscard]] QString humanDuration(qint64 ms);

}  // namespace lk::app
