#pragma once

#include <QProcess>
#include <QStringList>
#include <memory>

#include "tests/cli/place.h"
#include "tests/cli/program.h"

namespace lk::test {

// A headless node of the real program, on a free port of the loopback. Killed with this object.
class RunningNode {
 public:
  ~RunningNode();

  // Starts `linekeeper --headless --node-id ID --listen 127.0.0.1:0` and more, and waits for its ready line.
  [[nodiscard]] bool start(const Place& place, const QString& id = QStringLiteral("n1"), const QStringList& more = {});
  // Starts it with exactly these arguments.
  [[nodiscard]] bool startWith(const Place& place, const QStringList& arguments);

  [[nodiscard]] QProcess& process() { return *m_process; }
  [[nodiscard]] qint64 pid() const { return m_process->processId(); }
  [[nodiscard]] QByteArray readyLine() const { return m_readyLine; }
  [[nodiscard]] QString listen() const { return field("listen"); }  // ADDR:PORT, or several
  [[nodiscard]] QString metrics() const { return field("metrics"); }
  [[nodiscard]] quint16 port() const;  // of the first listener
  [[nodiscard]] QString field(const char* name) const;

  // What it has logged so far, and whether that holds a text within 10 s.
  [[nodiscard]] QByteArray log();
  [[nodiscard]] bool logs(const QByteArray& text);
  // All of stdout after the ready line.
  [[nodiscard]] QByteArray laterOutput();

 private:
  std::unique_ptr<QProcess> m_process;
  QByteArray m_readyLine;
  QByteArray m_log;
  QByteArray m_later;
};

}  // namespace lk::test
