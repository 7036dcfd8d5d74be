#include "server/node/embedded_node_control.h"

#include <QUuid>

namespace lk::node {

EmbeddedNodeControl::EmbeddedNodeControl(NodeInfo info, RunInNodeThread runInNodeThread)
    : m_info(std::move(info)), m_runInNodeThread(std::move(runInNodeThread)) {}

template <typename T>
std::function<void(Result<T>)> EmbeddedNodeControl::answerTo(QObject* context, Reply<T> done) {
  return [this, context = QPointer<QObject>(context), done = std::move(done)](Result<T> result) {
    QMetaObject::invokeMethod(
        this,
        [context, done, result = std::move(result)] {
          if (context) done(result);
        },
        Qt::QueuedConnection);
  };
}

void EmbeddedNodeControl::fetch(const SnapshotRequest& request, QObject* context, Reply<Snapshot> done) {
  m_runInNodeThread([request, answer = answerTo(context, std::move(done))](NodeService& node) {
    node.fetch(request, [answer](Snapshot snapshot) { answer(std::move(snapshot)); });
  });
}

void EmbeddedNodeControl::send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) {
  QList<CommandRequest> named = commands;
  QStringList ids;
  for (CommandRequest& command : named) {
    if (command.id.isEmpty()) command.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    ids.push_back(command.id);
  }
  // The reply first, so that whoever asked knows the ids before it hears of them.
  m_runInNodeThread([this, named, ids, answer = answerTo(context, std::move(taken))](NodeService& node) {
    answer(ids);
    node.send(named, [this](const CommandUpdate& update) {
      QMetaObject::invokeMethod(
          this, [this, update] { Q_EMIT commandChanged(update); }, Qt::QueuedConnection);
    });
  });
}

void EmbeddedNodeControl::kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) {
  m_runInNodeThread([devices, answer = answerTo(context, std::move(done))](NodeService& node) {
    node.kick(devices, [answer](KickOutcome outcome) { answer(std::move(outcome)); });
  });
}

void EmbeddedNodeControl::drain(const QString& /*node*/, int rate, QObject* context, Reply<void> started) {
  m_runInNodeThread(
      [rate, answer = answerTo(context, std::move(started))](NodeService& node) { answer(node.drain(rate)); });
}

void EmbeddedNodeControl::inspect(const QString& device, QObject* context, Reply<DeviceReport> done) {
  m_runInNodeThread([device, answer = answerTo(context, std::move(done))](NodeService& node) {
    node.inspect(device, [answer](DeviceReport report) { answer(std::move(report)); });
  });
}

void EmbeddedNodeControl::setTrace(const QString& device, bool on) {
  m_runInNodeThread([device, on](NodeService& node) { node.setTrace(device, on); });
}

}  // namespace lk::node
