#pragma once

#include <QObject>
#include <memory>

namespace lk::app {

// What the system asks of the program, in its event loop. Make it before any other thread starts, or call
// blockInAllThreads() before that.
class ExitSignals final : public QObject {
  Q_OBJECT

 public:
  explicit ExitSignals(QObject* parent = nullptr);
  ~ExitSignals() override;

  // So that no thread made from now on is the one that a signal ends the program through.
  static void blockInAllThreads();
  // Whoever reads this program's log and goes does not take it along.
  static void outliveReaders();

 Q_SIGNALS:
  void endRequested();     // SIGTERM, SIGINT; on Windows Ctrl+C, Ctrl+Break, and the end of the console or of Windows
  void reloadRequested();  // SIGHUP; on Windows there is no such thing

 private:
  class Watch;  // one for each kind of system
  std::unique_ptr<Watch> m_watch;
};

}  // namespace lk::app
