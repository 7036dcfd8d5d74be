#pragma once

#include <QByteArray>
#include <QJsonObject>

#include "server/base/result.h"
#include "server/node/control_types.h"
#include "server/node/control_words.h"

// The control types as JSON, as the control socket carries them and the verbs print them with --json. Numbers that may
// pass 2^53 are decimal strings. Reading checks types and ranges; a missing member is its default.
namespace lk::node {

[[nodiscard]] QJsonObject toJson(const NodeInfo& info);
[[nodiscard]] QJsonObject toJson(const SessionRow& row);
[[nodiscard]] QJsonObject toJson(const Event& event);
[[nodiscard]] QJsonObject toJson(const CommandRequest& request);
[[nodiscard]] QJsonObject toJson(const CommandUpdate& update);
[[nodiscard]] QJsonObject toJson(const Figures& figures);
[[nodiscard]] QJsonObject toJson(const NodeRow& row);
[[nodiscard]] QJsonObject toJson(const TracedFrame& frame);
[[nodiscard]] QJsonObject toJson(const Cursor& cursor);
[[nodiscard]] QJsonObject toJson(const SnapshotRequest& request);
[[nodiscard]] QJsonObject toJson(const Snapshot& snapshot);
[[nodiscard]] QJsonObject toJson(const KickOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const HistoryEntry& entry);
[[nodiscard]] QJsonObject toJson(const AddressFailure& failure);
[[nodiscard]] QJsonObject toJson(const DeviceAtNode& at);
[[nodiscard]] QJsonObject toJson(const WaitingCommand& command);
[[nodiscard]] QJsonObject toJson(const DeviceOnBus& bus);
[[nodiscard]] QJsonObject toJson(const DeviceReport& report);

[[nodiscard]] Result<void> fromJson(const QJsonObject& json, NodeInfo& info);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, SessionRow& row);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, Event& event);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, CommandRequest& request);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, CommandUpdate& update);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, Figures& figures);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, NodeRow& row);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, TracedFrame& frame);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, Cursor& cursor);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, SnapshotRequest& request);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, Snapshot& snapshot);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, KickOutcome& outcome);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, HistoryEntry& entry);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, AddressFailure& failure);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, DeviceAtNode& at);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, WaitingCommand& command);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, DeviceOnBus& bus);
[[nodiscard]] Result<void> fromJson(const QJsonObject& json, DeviceReport& report);

}  // namespace lk::node
