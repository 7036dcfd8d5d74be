#pragma once

#include <QString>

#include "server/setup/diagnosis.h"

namespace lk::test {

inline constexpr qint64 kNow = 1'764'000'000'000;
inline constexpr qint64 kSecond = 1'000;

// A cluster of two nodes with Redis, in which dev-1 is connected to n1 and all is well.
struct Scene {
  Scene() {
    facts.device = "dev-1";
    facts.report.emplace();
    node::DeviceReport& report = *facts.report;
    report.device = QStringLiteral("dev-1");
    report.atMs = kNow;
    for (const char* id : {"n1", "n2"}) {
      node::DeviceAtNode at;
      at.node.info.id = QString::fromUtf8(id);
      at.node.info.pid = 1000 + report.nodes.size();
      at.node.info.bus = QStringLiteral("redis");
      at.node.leaseLeftMs = 8 * kSecond;
      report.nodes.push_back(at);
    }
    report.bus.kind = QStringLiteral("redis");
    report.bus.answered = true;
    entry(n1(), node::HistoryKind::Connected, 600).session = 42;
    n1().connected = true;
    n1().session.session = 42;
    n1().session.device = QStringLiteral("dev-1");
    n1().session.address = QStringLiteral("10.2.0.7");
    n1().session.connectedAtMs = kNow - 600 * kSecond;
    n1().session.lastHeardAtMs = kNow - 5 * kSecond;
    n1().session.keepaliveS = 60;
    report.bus.routeInstance = QStringLiteral("n1/17");
    report.bus.routeNode = QStringLiteral("n1");
    report.bus.routeSession = 42;
    report.bus.routeLive = true;
  }

  node::DeviceAtNode& n1() { return facts.report->nodes[0]; }
  node::DeviceAtNode& n2() { return facts.report->nodes[1]; }

  static node::HistoryEntry& entry(node::DeviceAtNode& at, node::HistoryKind kind, qint64 secondsAgo) {
    node::HistoryEntry& entry = at.history.emplaceBack();
    entry.atMs = kNow - secondsAgo * kSecond;
    entry.node = at.node.info.id;
    entry.kind = kind;
    entry.address = QStringLiteral("10.2.0.7");
    return entry;
  }

  node::HistoryEntry& closed(CloseReason reason, qint64 secondsAgo = 30, const char* sentence = "") {
    node::HistoryEntry& closed = entry(n1(), node::HistoryKind::Closed, secondsAgo);
    closed.reason = reason;
    closed.detail = QString::fromUtf8(sentence);
    closed.lastedMs = 100 * kSecond;
    closed.silentMs = 10 * kSecond;
    return closed;
  }

  // dev-1 is not connected any more.
  node::HistoryEntry& gone(CloseReason reason, const char* sentence = "") {
    n1().connected = false;
    n1().session = {};
    facts.report->bus.routeInstance.clear();
    facts.report->bus.routeNode.clear();
    facts.report->bus.routeSession = 0;
    return closed(reason, 30, sentence);
  }

  void neverCame() {
    gone(CloseReason::Lost);
    n1().history.clear();
  }

  // As Redis says of a device that nobody holds.
  void heldLast(const char* node, bool nodeIsGone) {
    node::DeviceOnBus& bus = facts.report->bus;
    bus.routeEpoch = 7;
    bus.lastNode = QString::fromUtf8(node);
    bus.lastUntilMs = kNow - 20 * kSecond;
    bus.lastGone = nodeIsGone;
  }

  node::HistoryEntry& command(CommandStatus status, qint64 secondsAgo = 10) {
    node::HistoryEntry& command = entry(n1(), node::HistoryKind::Command, secondsAgo);
    command.id = QStringLiteral("c-17");
    command.status = status;
    return command;
  }

  void probed(setup::Probed::End end) {
    facts.throughNginx = true;
    setup::Probed probed;
    probed.end = end;
    probed.to = {"192.168.1.5", 7700};
    probed.node = end == setup::Probed::End::Welcomed ? "n2" : "";
    facts.probe = probed;
  }

  void nginxFinding(const char* id, setup::Grade grade, const char* title = "nginx does it wrong") {
    facts.throughNginx = facts.thatNginx = true;
    facts.nginx.push_back({.id = id,
                           .grade = grade,
                           .title = setup::text(title),
                           .evidence = {setup::text("/etc/nginx/nginx.conf:17: as it stands")},
                           .why = {},
                           .fix = setup::Fix{setup::text("Write it right"), {"nginx -t"}, {}}});
  }

  setup::DeviceFacts facts;
};

}  // namespace lk::test
