#include "server/node/embedded_node.h"

#include <optional>

namespace lk::node {

Result<std::unique_ptr<EmbeddedNode>> EmbeddedNode::start(const Settings& settings, const Clock& clock,
                                                          std::unique_ptr<bus::Bus> bus) {
  qRegisterMetaType<Event>();
  std::unique_ptr<EmbeddedNode> embedded(new EmbeddedNode);
  embedded->m_thread.setObjectName(QStringLiteral("node"));
  embedded->m_node = new GatewayNode(settings, clock, std::move(bus));
  embedded->m_node->moveToThread(&embedded->m_thread);
  connect(embedded->m_node, &GatewayNode::drained, embedded.get(), &EmbeddedNode::drained);
  connect(embedded->m_node, &GatewayNode::eventHappened, embedded.get(), &EmbeddedNode::eventHappened);
  embedded->m_thread.start();

  std::optional<Result<void>> started;
  NodeInfo info;
  QMetaObject::invokeMethod(
      embedded->m_node,
      [&] {
        started = embedded->m_node->start();
        info = embedded->m_node->info();
      },
      Qt::BlockingQueuedConnection);
  if (!*started) return started->error();
  embedded->m_control = std::make_unique<EmbeddedNodeControl>(
      info, [raw = embedded.get()](std::function<void(NodeService&)> call) { raw->runInNodeThread(std::move(call)); });
  return embedded;
}

EmbeddedNode::~EmbeddedNode() {
  QMetaObject::invokeMethod(
      m_node,
      [this] {
        while (!m_adopted.empty()) m_adopted.pop_back();
        delete m_node;
      },
      Qt::BlockingQueuedConnection);
  m_thread.quit();
  m_thread.wait();
}

void EmbeddedNode::reload(const Settings& settings) {
  QMetaObject::invokeMethod(
      m_node, [node = m_node, settings] { node->reload(settings); }, Qt::QueuedConnection);
}

void EmbeddedNode::drain(int rate) {
  runInNodeThread([rate](NodeService& node) { (void)node.drain(rate); });
}

void EmbeddedNode::leave() { QMetaObject::invokeMethod(m_node, &GatewayNode::leave, Qt::QueuedConnection); }

void EmbeddedNode::runInNodeThread(std::function<void(NodeService&)> call) {
  QMetaObject::invokeMethod(
      m_node, [node = m_node, call = std::move(call)] { call(*node); }, Qt::QueuedConnection);
}

void EmbeddedNode::adopt(const std::function<std::unique_ptr<QObject>(NodeService&)>& make) {
  QMetaObject::invokeMethod(
      m_node,
      [&] {
        if (auto made = make(*m_node)) m_adopted.push_back(std::move(made));
      },
      Qt::BlockingQueuedConnection);
}

void EmbeddedNode::setMetricsAddress(const QString& address) {
  NodeInfo info = m_control->info();
  info.metrics = address;
  m_control->setInfo(info);
  QMetaObject::invokeMethod(
      m_node, [node = m_node, address] { node->setMetricsAddress(address); }, Qt::QueuedConnection);
}

}  // namespace lk::node
