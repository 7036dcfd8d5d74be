#include "ui/read_only_control.h"

namespace lk::ui {

ReadOnlyControl::ReadOnlyControl(node::NodeControl& control, QObject* parent)
    : NodeControl(parent), m_control(control) {
  connect(&m_control, &NodeControl::stateChanged, this, &NodeControl::stateChanged);
  connect(&m_control, &NodeControl::commandChanged, this, &NodeControl::commandChanged);
}

template <typename T>
void ReadOnlyControl::refuse(QObject* context, Reply<T> reply) {
  QMetaObject::invokeMethod(
      context,
      [reply = std::move(reply)] {
        reply(Error{Error::Code::NotPermitted,
                    tr("this connection is read-only; switch that off in the Linekeeper menu").toStdString()});
      },
      Qt::QueuedConnection);
}

void ReadOnlyControl::fetch(const node::SnapshotRequest& request, QObject* context, Reply<node::Snapshot> done) {
  m_control.fetch(request, context, std::move(done));
}

void ReadOnlyControl::send(const QList<node::CommandRequest>& /*commands*/, QObject* context,
                           Reply<QStringList> taken) {
  refuse(context, std::move(taken));
}

void ReadOnlyControl::kick(const QStringList& /*devices*/, QObject* context, Reply<node::KickOutcome> done) {
  refuse(context, std::move(done));
}

void ReadOnlyControl::drain(const QString& /*node*/, int /*rate*/, QObject* context, Reply<void> started) {
  refuse(context, std::move(started));
}

void ReadOnlyControl::inspect(const QString& device, QObject* context, Reply<node::DeviceReport> done) {
  m_control.inspect(device, context, std::move(done));
}

}  // namespace lk::ui
