#pragma once

#include "server/node/control_types.h"
#include "server/node/metrics_sample.h"

// One value of each control type with every member set, at the ends of its range where it has one.
namespace lk::test {

[[nodiscard]] node::NodeInfo fullInfo();
[[nodiscard]] node::SessionRow fullSession();
[[nodiscard]] node::Event fullEvent();
[[nodiscard]] node::CommandRequest fullRequest();
[[nodiscard]] node::CommandUpdate fullUpdate();
[[nodiscard]] node::Figures fullFigures();
[[nodiscard]] node::TracedFrame fullFrame();
[[nodiscard]] node::Cursor fullCursor();
[[nodiscard]] node::Snapshot fullSnapshot();
[[nodiscard]] node::DeviceReport fullReport();
[[nodiscard]] node::MetricsSample fullSample();

}  // namespace lk::test
