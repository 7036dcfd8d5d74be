#include "app/node_host.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSysInfo>

#include "server/base/address.h"
#include "server/bus/memory_bus.h"
#include "server/bus/redis_bus.h"
#include "server/bus/redis_options.h"
#include "server/node/control_server.h"
#include "server/node/metrics_server.h"

namespace lk::app {

namespace {

Result<std::unique_ptr<bus::Bus>> makeBus(const Settings& settings, const Clock& clock) {
  if (settings.redisUrl.empty()) return std::unique_ptr<bus::Bus>(std::make_unique<bus::MemoryBus>(clock));
  auto redis = bus::redisOptions(settings, "linekeeper-" + settings.nodeId);
  if (!redis) return redis.error();
  bus::RedisBusOptions options;
  options.redis = std::move(*redis);
  options.prefix = settings.redisPrefix;
  options.nodeId = settings.nodeId;
  options.version = LINEKEEPER_VERSION;
  options.host = QSysInfo::machineHostName().toStdString();
  options.lease = settings.redisLease;
  options.uplinkShards = static_cast<std::size_t>(settings.uplinkShards);
  options.uplinkMaxlen = settings.uplinkMaxlen;
  options.uplinkBuffer = static_cast<std::size_t>(settings.uplinkBuffer);
  return bus::makeRedisBus(std::move(options), clock);
}

}  // namespace

Result<std::unique_ptr<NodeHost>> NodeHost::start(const Settings& settings, const Clock& clock) {
  std::unique_ptr<NodeHost> host(new NodeHost);
  const QString id = QString::fromStdString(settings.nodeId);
  const auto directory = node::NodeDirectory::ofThisMachine();
  auto claim = directory.claim(id);
  if (!claim) return claim.error();
  host->m_claim = std::move(*claim);

  auto bus = makeBus(settings, clock);
  if (!bus) return bus.error();
  Settings own = settings;
  own.historyFile = historyFileOf(settings, {});
  auto node = node::EmbeddedNode::start(own, clock, std::move(*bus));
  if (!node) return node.error();
  host->m_node = std::move(*node);
  connect(host->m_node.get(), &node::EmbeddedNode::drained, host.get(), &NodeHost::drained);
  connect(host->m_node.get(), &node::EmbeddedNode::eventHappened, host.get(), &NodeHost::eventHappened);

  Result<void> listening;
  host->m_node->adopt([&](node::NodeService& service) {
    auto server = std::make_unique<node::ControlServer>(service);
    listening = server->listen(directory.socketName(id));
    return server;
  });
  if (!listening) return listening.error();
  if (settings.metricsListen.empty()) return host;

  Result<QString> bound = QString();
  host->m_node->adopt([&](node::NodeService& service) {
    auto server = std::make_unique<node::MetricsServer>(service);
    bound = server->listen(settings.metricsListen);
    return server;
  });
  if (!bound) return bound.error();
  host->m_node->setMetricsAddress(*bound);
  return host;
}

NodeHost::~NodeHost() { m_fleet.stop(); }

Result<void> NodeHost::startDemo(int devices) {
  const QStringList listen = m_node->info().listen;
  const auto address = parseAddress(listen.isEmpty() ? std::string() : listen.front().toStdString());
  if (!address) return Error{Error::Code::Usage, "demo devices need a listener of this node to connect to"};
  node::FleetPlan plan;
  plan.host = QString::fromStdString(address->host);
  if (plan.host == QLatin1StringView("0.0.0.0")) plan.host = QStringLiteral("127.0.0.1");
  if (plan.host == QLatin1StringView("::")) plan.host = QStringLiteral("::1");
  plan.port = address->port;
  plan.devices = devices;
  const node::NodeInfo info = m_node->info();
  plan.prefix = node::demoPrefix(info.id, info.bus != QLatin1StringView("memory"));
  m_fleet.stop();
  auto started = m_fleet.start(plan);
  m_demoDevices = started ? devices : 0;
  return started;
}

void NodeHost::stopDemo() {
  m_fleet.stop();
  m_demoDevices = 0;
}

void NodeHost::ask(QObject* context, std::function<void(const node::MetricsSample&)> answer) {
  const auto handOver = [context = QPointer<QObject>(context), answer = std::move(answer)](node::MetricsSample sample) {
    // By way of the application, which lives on whatever becomes of the context meanwhile.
    QMetaObject::invokeMethod(
        qApp,
        [context, answer, sample = std::move(sample)] {
          if (context) answer(sample);
        },
        Qt::QueuedConnection);
  };
  m_node->runInNodeThread([handOver](node::NodeService& service) { service.metrics(handOver); });
}

void NodeHost::drain() {
  stopDemo();
  m_node->drain(0);
}

QString NodeHost::readyLine() const {
  const node::NodeInfo info = m_node->info();
  return QStringLiteral("ready node=%1 listen=%2 bus=%3 metrics=%4")
      .arg(info.id, info.listen.join(QLatin1Char(',')), info.bus, info.metrics);
}

}  // namespace lk::app
