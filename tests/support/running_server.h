#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <memory>

namespace lk::test {

// Another program that serves a test, in a folder of its own, which keeps its log across restarts. It ends with this
// object, and with the test if that is killed. If the test function has failed by then, its log is printed.
class RunningServer {
 public:
  explicit RunningServer(QString name) : m_name(std::move(name)) {}
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  // A server with children of its own must end them, so it is asked (SIGTERM) when the test dies, not killed.
  enum class AtTestsDeath { Kill, Ask };
  [[nodiscard]] bool launch(const QString& program, const QStringList& arguments,
                            AtTestsDeath then = AtTestsDeath::Kill);

  void stop();    // SIGTERM, and waits until it has ended
  void kill9();   // and waits until it is gone
  void freeze();  // SIGSTOP: it keeps its sockets and says nothing
  void thaw();    // SIGCONT
  void signal(int number) const;

  [[nodiscard]] bool runs() const;
  [[nodiscard]] bool frozen() const { return m_frozen; }
  [[nodiscard]] qint64 pid() const;
  [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
  [[nodiscard]] bool write(const QString& name, const QByteArray& text) const;
  [[nodiscard]] QByteArray log() const;
  void printLog() const;  // its end

 private:
  QString m_name;
  QTemporaryDir m_dir;
  std::unique_ptr<QProcess> m_process;
  bool m_frozen = false;
};

}  // namespace lk::test
