#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <memory>

namespace lk::app {

// One console for each profile: the settings file and what the command line says beside it. A second start asks the
// first to show its window.
class SingleInstance final : public QObject {
  Q_OBJECT

 public:
  // folder: of this user's running programs. profile: whatever tells it from others.
  SingleInstance(const QString& folder, const QString& profile);
  ~SingleInstance() override;

  enum class Outcome {
    First,    // this is the one; shown() tells of later starts
    Raised,   // another one runs, and has taken it on to show itself
    Unknown,  // nothing can be said: no folder, or the other one does not answer
  };
  // Waits up to 2 s for another one's answer.
  [[nodiscard]] Outcome claim();

 Q_SIGNALS:
  void shown();

 private:
  [[nodiscard]] bool raiseOther() const;
  void answer();

  QString m_path;  // of the socket
  QLockFile m_lock;
  QLocalServer m_server;
};

}  // namespace lk::app
