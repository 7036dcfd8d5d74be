#pragma once

#include <map>
#include <memory>
#include <vector>

#include "server/bus/cluster_link.h"
#include "server/node/bus_control_server.h"
#include "tests/control/fake_node_service.h"

namespace lk::test {

// A cluster in memory: its nodes are reached as by the bus, message by message, from the event loop.
class FakeClusterLink final : public bus::ClusterLink {
  Q_OBJECT

 public:
  explicit FakeClusterLink(const Clock& clock) : m_clock(clock) {}

  // A node "ID/1" with a pid of its own.
  FakeNodeService& addNode(const std::string& id);
  void endLease(const std::string& id);
  void removeNode(const std::string& id);
  void setUp(bool up, const std::string& why = {});
  [[nodiscard]] const std::vector<bus::Command>& sent() const { return m_sent; }

  void start() override { m_started = true; }
  [[nodiscard]] bool up() const override { return m_up; }
  [[nodiscard]] const std::string& why() const override { return m_why; }
  [[nodiscard]] bool hopeful() const override { return m_hopeful; }
  [[nodiscard]] const std::vector<bus::NodeRecord>& nodes() const override { return m_records; }
  void tell(const std::string& instance, std::string_view line) override;
  // Written, and then done.
  void send(bus::Command command, OnResult onResult) override;

 private:
  struct Member {
    FakeNodeService service;
    std::unique_ptr<node::BusControlServer> server;
  };

  const Clock& m_clock;
  std::map<std::string, std::unique_ptr<Member>> m_members;  // by instance
  std::vector<bus::NodeRecord> m_records;
  std::vector<bus::Command> m_sent;
  std::string m_why = "the link is being made";
  bool m_up = false;
  bool m_hopeful = true;
  bool m_started = false;
};

}  // namespace lk::test
