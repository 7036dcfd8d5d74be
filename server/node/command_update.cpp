#include "server/node/command_update.h"

#include <QUuid>

namespace lk::node {

CommandUpdate toUpdate(const bus::CommandResult& result, const QString& ownId, qint64 atMs) {
  CommandUpdate update;
  update.atMs = atMs;
  update.id = QString::fromStdString(result.id);
  update.device = QString::fromStdString(result.device);
  update.status = result.status;
  update.final = result.final();
  update.durable = result.durable;
  update.code = result.code;
  update.answer = QByteArray::fromStdString(result.answer);
  update.node = result.node.empty() ? ownId : QString::fromStdString(result.node);
  update.session = result.session;
  update.reason = QString::fromStdString(result.reason);
  update.queuedUs = result.queuedUs;
  update.writeUs = result.writeUs;
  update.ackUs = result.ackUs;
  return update;
}

CommandUpdate toUpdate(const KeptUpdate& kept, const QString& ownId) {
  CommandUpdate update = toUpdate(kept.result, ownId, kept.atMs);
  update.seq = kept.seq;
  update.payload = QByteArray::fromStdString(kept.payload);
  update.payloadSize = kept.payloadSize;
  return update;
}

bus::Command toCommand(const CommandRequest& request) {
  bus::Command command;
  command.id = request.id.isEmpty() ? QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString()
                                    : request.id.toStdString();
  command.device = request.device.toStdString();
  command.payload = request.payload.toStdString();
  command.ttl = std::chrono::seconds(request.ttlS);
  command.timeout = std::chrono::seconds(request.timeoutS);
  return command;
}

}  // namespace lk::node
