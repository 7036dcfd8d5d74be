#pragma once

#include <QPointer>
#include <QTimer>
#include <map>

#include "server/node/line_channel.h"
#include "server/node/node_control.h"

namespace lk::node {

// NodeControl of one node at the other end of a line channel.
class LineNodeControl : public NodeControl {
  Q_OBJECT

 public:
  // The channel is its maker's. answerWithin: a node that says nothing for so long, while something is waited for, is
  // lost.
  LineNodeControl(LineChannel& channel, std::chrono::milliseconds answerWithin, QObject* parent = nullptr);

  // Once the channel is open: says hello. stateChanged says Connected or Lost.
  void greet();

  [[nodiscard]] State state() const override { return m_state; }
  [[nodiscard]] NodeInfo info() const override { return m_info; }

  void fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) override;
  void send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) override;
  void kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) override;
  // node: nobody looks, there is one.
  void drain(const QString& node, int rate, QObject* context, Reply<void> started) override;
  void setTrace(const QString& device, bool on) override;
  void inspect(const QString& device, QObject* context, Reply<DeviceReport> done) override;

  // The end of the link, for all that wait.
  void lose(const QString& why);

 private:
  using OnLine = std::function<void(const Result<QJsonObject>&)>;
  enum class Answer : quint8 { OneLine, SeveralLines };  // the last of several has no "more"
  struct Waiting {
    QPointer<QObject> context;
    OnLine onLine;
    Answer answer;
  };

  void ask(const QString& op, QJsonObject body, QObject* context, OnLine onLine, Answer answer = Answer::OneLine);
  void take(const QByteArray& line);
  void handle(const QJsonObject& line);
  void setState(State state, const QString& why);

  LineChannel& m_channel;
  const std::chrono::milliseconds m_answerWithin;
  QTimer m_deadline;  // for the node to say anything while something is waited for
  QByteArrayList m_unsent;
  std::map<qint64, Waiting> m_waiting;
  qint64 m_lastId = 0;
  State m_state = State::Connecting;
  NodeInfo m_info;
};

}  // namespace lk::node
