#pragma once

#include <QObject>
#include <QSocketNotifier>
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

 Q_SIGNALS:
  void endRequested();     // SIGTERM, SIGINT
  void reloadRequested();  // SIGHUP

 private:
  void readSignals();

  int m_descriptor = -1;
  std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace lk::app
