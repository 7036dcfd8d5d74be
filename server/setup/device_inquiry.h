#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "server/base/address.h"
#include "server/base/clock.h"
#include "server/base/settings.h"
#include "server/node/node_control.h"
#include "server/setup/check_runner.h"
#include "server/setup/diagnosis.h"

namespace lk::setup {

struct TriedWay;

// Gathers what a diagnosis needs: asks the nodes, then looks at firewall and nginx and tries the way of devices, side
// by side. One device, once. Lives in a thread with an event loop.
class DeviceInquiry final : public QObject {
  Q_OBJECT

 public:
  struct Plan {
    std::string device;
    Settings settings;
    // Where devices connect to. Nothing: where nginx on this machine listens, if it stands before a node; else where a
    // node of this machine listens.
    std::optional<Address> way;
    // Whether nodes on this machine are all there are, or Redis knows more.
    bool wholeCluster = false;
  };

  // control: null where nobody answers, which noReport says; outlives this. clock and system: as CheckRunner has them.
  DeviceInquiry(std::shared_ptr<const Clock> clock, std::shared_ptr<System> system, node::NodeControl* control,
                QObject* parent = nullptr);

  void start(Plan plan, std::string noReport = {});
  // What runs is given up; finished() comes with what is known by then.
  void cancel();

 Q_SIGNALS:
  void finished(const lk::setup::Diagnosis& diagnosis);

 private:
  void look(const node::Snapshot& snapshot);
  void take(const Check& check, const CheckOutcome& outcome);
  void conclude();

  const std::shared_ptr<const Clock> m_clock;
  const std::shared_ptr<System> m_system;
  node::NodeControl* const m_control;
  Plan m_plan;
  DeviceFacts m_facts;
  std::map<const Check*, std::vector<Finding>> m_found;
  std::shared_ptr<TriedWay> m_way;
  std::unique_ptr<CheckRunner> m_runner;
  bool m_cancelled = false;
};

}  // namespace lk::setup
