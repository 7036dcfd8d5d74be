#pragma once

#include "app/node_host.h"
#include "ui/demo_fleet.h"

namespace lk::app {

// The console's switch for the demo devices of the embedded node.
class DemoSwitch final : public ui::DemoFleet {
  Q_OBJECT

 public:
  explicit DemoSwitch(NodeHost& host) : m_host(host) {}

  Result<void> start(int devices) override {
    auto started = m_host.startDemo(devices);
    Q_EMIT changed();
    return started;
  }
  void stop() override {
    m_host.stopDemo();
    Q_EMIT changed();
  }
  [[nodiscard]] int devices() const override { return m_host.demoDevices(); }

 private:
  NodeHost& m_host;
};

}  // namespace lk::app
