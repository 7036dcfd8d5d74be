#include "server/node/command_update.h"

#include <QUuid>
#include <algorithm>

namespace lk::node {

namespace {

constexpr std::size_t kAnswerShown = 1024;

// Where there is room of about the right size it is used.
void assign(std::string& to, std::string_view text) {
  constexpr std::size_t kSmall = 32;
  if (to.capacity() > std::max(kSmall, 2 * text.size())) std::string().swap(to);
  to.assign(text);
}

}  // namespace

void KeptUpdate::change(qint64 changedAtMs, const bus::CommandResult& to, const PayloadSeen& payloadSeen) {
  atMs = changedAtMs;
  assign(result.id, to.id);
  assign(result.device, to.device);
  assign(result.answer, std::string_view(to.answer).substr(0, kAnswerShown));
  assign(result.node, to.node);
  assign(result.reason, to.reason);
  result.status = to.status;
  result.durable = to.durable;
  result.code = to.code;
  result.session = to.session;
  result.queuedUs = to.queuedUs;
  result.writeUs = to.writeUs;
  result.ackUs = to.ackUs;
  assign(payload, payloadSeen.beginning);
  payloadSize = static_cast<qint64>(payloadSeen.size);
}

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
