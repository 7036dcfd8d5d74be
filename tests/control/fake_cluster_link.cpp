#include "tests/control/fake_cluster_link.h"

#include <algorithm>

namespace lk::test {

FakeNodeService& FakeClusterLink::addNode(const std::string& id) {
  bus::NodeRecord record;
  record.id = id;
  record.instance = id + "/1";
  record.pid = static_cast<std::int64_t>(m_records.size()) + 100;
  record.leaseLeftMs = 9'000;
  record.sessions = 3;
  record.listen = {"127.0.0.1:7600"};
  auto member = std::make_unique<Member>();
  member->server = std::make_unique<node::BusControlServer>(
      member->service,
      [this, instance = record.instance](const std::string& /*console*/, std::string_view line) {
        QMetaObject::invokeMethod(
            this,
            [this, instance, bytes = QByteArray(line.data(), static_cast<qsizetype>(line.size()))] {
              if (m_up) Q_EMIT lineArrived(instance, bytes);
            },
            Qt::QueuedConnection);
      },
      m_clock);
  FakeNodeService& service = member->service;
  m_members.emplace(record.instance, std::move(member));
  m_records.push_back(std::move(record));
  Q_EMIT nodesChanged();
  return service;
}

void FakeClusterLink::endLease(const std::string& id) {
  for (bus::NodeRecord& record : m_records) {
    if (record.id == id) record.leaseLeftMs = -1;
  }
  m_members.erase(id + "/1");
  Q_EMIT nodesChanged();
}

void FakeClusterLink::removeNode(const std::string& id) {
  std::erase_if(m_records, [&](const bus::NodeRecord& record) { return record.id == id; });
  m_members.erase(id + "/1");
  Q_EMIT nodesChanged();
}

void FakeClusterLink::setUp(bool up, const std::string& why) {
  m_up = up;
  m_why = why;
  Q_EMIT upChanged(up);
}

void FakeClusterLink::tell(const std::string& instance, std::string_view line) {
  QMetaObject::invokeMethod(
      this,
      [this, instance, text = std::string(line)] {
        const auto member = m_members.find(instance);
        if (m_up && member != m_members.end()) member->second->server->lineArrived("console", text);
      },
      Qt::QueuedConnection);
}

void FakeClusterLink::send(bus::Command command, OnResult onResult) {
  m_sent.push_back(command);
  for (const CommandStatus status : {CommandStatus::Written, CommandStatus::Done}) {
    bus::CommandResult result;
    result.id = command.id;
    result.device = command.device;
    result.status = status;
    QMetaObject::invokeMethod(
        this, [onResult, result] { onResult(result); }, Qt::QueuedConnection);
  }
}

}  // namespace lk::test
