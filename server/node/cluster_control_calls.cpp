#include <QSet>
#include <QUuid>
#include <algorithm>

#include "server/node/cluster_control.h"
#include "server/node/cluster_merge.h"
#include "server/node/command_update.h"
#include "server/node/device_on_bus.h"

// What a console asks of nodes, one or all: send, kick, drain, trace, inspect.
namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype kPayloadShown = 256;

}  // namespace

// What all nodes and Redis say of one device.
struct ClusterControl::Inspection {
  QPointer<QObject> context;
  Reply<DeviceReport> done;
  DeviceReport report;
  DeviceOnBus ownBus;  // as the own node sees it
  std::size_t missing = 0;
};

void ClusterControl::tell(const CommandRequest& request, const bus::CommandResult& result) {
  CommandUpdate update = toUpdate(result, {}, m_clock.wallMicros() / 1000);
  update.payloadSize = request.payload.size();
  update.payload = request.payload.left(kPayloadShown);
  Q_EMIT commandChanged(update);
}

void ClusterControl::send(const QList<CommandRequest>& commands, QObject* context, Reply<QStringList> taken) {
  // The own node routes as well as any console, and while Redis is away it still has its own devices.
  if (m_own != nullptr) return m_own->send(commands, context, std::move(taken));
  QStringList ids;
  QList<CommandRequest> named = commands;
  for (CommandRequest& request : named) {
    if (request.id.isEmpty()) request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    ids.push_back(request.id);
  }
  // Taken: Redis has said a first word of each, so that whoever goes now leaves nothing behind.
  struct Taking {
    QPointer<QObject> context;
    Reply<QStringList> taken;
    QStringList ids;
    qsizetype missing = 0;
  };
  const auto taking = std::make_shared<Taking>(Taking{context, std::move(taken), ids, ids.size()});
  if (ids.isEmpty()) return later(context, [taking] { taking->taken(taking->ids); });
  for (const CommandRequest& request : named) {
    const auto said = std::make_shared<bool>(false);
    m_link->send(toCommand(request), [this, request, taking, said](const bus::CommandResult& result) {
      tell(request, result);
      if (std::exchange(*said, true) || --taking->missing > 0 || !taking->context) return;
      taking->taken(taking->ids);
    });
  }
}

void ClusterControl::kick(const QStringList& devices, QObject* context, Reply<KickOutcome> done) {
  struct Asked {
    QSet<QString> kicked;
    QStringList silent;
    qsizetype missing = 0;
  };
  const auto asked = std::make_shared<Asked>();
  const auto answer = [asked, devices, done] {
    KickOutcome outcome;
    for (const QString& device : devices) {
      (asked->kicked.contains(device) ? outcome.kicked : outcome.notConnected).push_back(device);
    }
    if (outcome.notConnected.isEmpty() || asked->silent.isEmpty()) return done(outcome);
    done(Error{Error::Code::NotFound, "not known for " + outcome.notConnected.join(QStringLiteral(", ")).toStdString() +
                                          ", as these nodes do not answer: " +
                                          asked->silent.join(QStringLiteral(", ")).toStdString() + "; try again"});
  };
  const QList<Target> all = targets(&asked->silent);
  asked->missing = all.size();
  if (all.isEmpty()) return later(context, answer);
  for (const Target& target : all) {
    target.control->kick(devices, context, [asked, answer, id = target.id](const Result<KickOutcome>& outcome) {
      if (outcome) {
        for (const QString& device : outcome->kicked) asked->kicked.insert(device);
      } else {
        asked->silent.push_back(id);
      }
      if (--asked->missing == 0) answer();
    });
  }
}

void ClusterControl::drain(const QString& node, int rate, QObject* context, Reply<void> started) {
  QStringList ids;
  const QList<Target> all = targets();
  for (const Target& target : all) {
    ids.push_back(target.id);
    const bool meant = node.isEmpty() ? m_own != nullptr ? target.control == m_own : all.size() == 1
                                      : target.id == node || target.instance == node;
    if (meant) return target.control->drain(node, rate, context, std::move(started));
  }
  const std::string known = !m_link->up()
                                ? "the others can't be reached, as there is no link to Redis: " + m_link->why()
                            : ids.isEmpty() ? "no node answers"
                                            : "there are: " + ids.join(QStringLiteral(", ")).toStdString();
  const Error error = node.isEmpty() && !ids.isEmpty()
                          ? Error{Error::Code::Usage, "name the node to drain; " + known}
                          : Error{Error::Code::NotFound, "no node '" + node.toStdString() + "' answers; " + known};
  later(context, [started = std::move(started), error] { started(error); });
}

void ClusterControl::setTrace(const QString& device, bool on) {
  int& count = m_traces[device];
  if (!on && count == 0) return;
  count += on ? 1 : -1;
  const bool changed = on ? count == 1 : count == 0;
  if (count == 0) m_traces.erase(device);
  if (!changed) return;
  // A node that comes later is told when it is linked to.
  if (m_own != nullptr) m_own->setTrace(device, on);
  for (const auto& [instance, remote] : m_remotes) {
    if (remote.control) remote.control->setTrace(device, on);
  }
}

void ClusterControl::inspect(const QString& device, QObject* context, Reply<DeviceReport> done) {
  auto inspection = std::make_shared<Inspection>();
  inspection->context = context;
  inspection->done = std::move(done);
  inspection->report.device = device;
  inspection->report.atMs = m_clock.wallMicros() / 1000;
  const QList<Target> all = targets();
  inspection->missing = static_cast<std::size_t>(all.size()) + 1;
  for (const Target& target : all) inspectAt(inspection, target, false);
  m_link->look(device.toStdString(), [this, inspection](bus::DeviceLook look) {
    const bool live = std::ranges::any_of(m_link->nodes(), [&](const bus::NodeRecord& record) {
      return record.instance == look.routeInstance && record.leaseLeftMs > 0;
    });
    inspection->report.bus = onBus(std::move(look), QStringLiteral("redis"), live);
    arrived(inspection);
  });
}

// A node that does not answer is asked once more: a line on the bus may be lost, and who diagnoses asks only once.
void ClusterControl::inspectAt(const std::shared_ptr<Inspection>& inspection, const Target& target, bool again) {
  target.control->inspect(
      inspection->report.device, this, [this, inspection, target, again](const Result<DeviceReport>& report) {
        if (report) {
          inspection->report.nodes += report->nodes;
          if (target.control == m_own) inspection->ownBus = report->bus;
        } else if (!again && target.control != m_own) {
          QTimer::singleShot(kRetryAfter + 100ms, this, [this, inspection, target] {
            NodeControl* control =
                m_remotes.contains(target.instance.toStdString()) ? linkTo(target.instance.toStdString()) : nullptr;
            control != nullptr ? inspectAt(inspection, {target.instance, target.id, control}, true)
                               : arrived(inspection);
          });
          return;
        }
        arrived(inspection);
      });
}

void ClusterControl::arrived(const std::shared_ptr<Inspection>& inspection) {
  if (--inspection->missing == 0) finish(*inspection);
}

// Those that only Redis knows did not answer, be it that they can't or that they are gone.
void ClusterControl::finish(Inspection& inspection) {
  DeviceReport& report = inspection.report;
  if (!report.bus.answered && inspection.ownBus.answered) report.bus = inspection.ownBus;
  QList<NodeRow> answered;
  for (const DeviceAtNode& at : report.nodes) answered.push_back(at.node);
  for (const NodeRow& row : withRecords(answered, m_link->nodes())) {
    const auto known = std::ranges::find_if(report.nodes, [&](const DeviceAtNode& at) {
      return at.node.info.id == row.info.id && at.node.info.pid == row.info.pid;
    });
    if (known == report.nodes.end()) {
      report.silent.push_back(row);
    } else {
      known->node = row;
    }
  }
  if (inspection.context) inspection.done(std::move(report));
}

}  // namespace lk::node
