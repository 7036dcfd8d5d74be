#pragma once

#include <QLocalSocket>
#include <QPointer>
#include <QTimer>
#include <map>

#include "server/node/control_line.h"
#include "server/node/node_control.h"

namespace lk::node {

// NodeControl of a node in another process of the same user and machine, over its control socket.
class LocalNodeControl final : public NodeControl {
  Q_OBJECT

 public:
  explicit LocalNodeControl(QString socketName, QObject* parent = nullptr);
  ~LocalNodeControl() override;

  // Once. stateChanged says Connected or Lost, the latter after 3 s at the latest.
  void open();

  [[nodiscard]] State state() const override { return m_state; }
  [[nodiscard]] NodeInfo info() const override { return m_info; }

  void fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) override;
  void send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) override;
  void kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) override;
  void drain(int rate, QObject* context, Reply<void> started) override;
  void setTrace(const QString& device, bool on) override;

 private:
  // An answer may come in several lines; the last one has no "more".
  using OnLine = std::function<void(const Result<QJsonObject>&)>;
  struct Waiting {
    QPointer<QObject> context;
    OnLine onLine;
  };

  void ask(const QString& op, QJsonObject body, QObject* context, OnLine onLine);
  void greet();
  void readLines();
  void handle(const QJsonObject& line);
  void lose(const QString& why);
  void setState(State state, const QString& why);

  QString m_socketName;
  QLocalSocket m_socket;
  QTimer m_deadline;  // for the node to say anything while something is waited for
  LineSplitter m_lines{kLongestAnswer};
  QByteArray m_unsent;
  std::map<qint64, Waiting> m_waiting;
  qint64 m_lastId = 0;
  State m_state = State::Connecting;
  NodeInfo m_info;
};

}  // namespace lk::node
