#pragma once

#include <QSet>
#include <vector>

#include "server/bus/cluster_link.h"
#include "server/node/control_types.h"

namespace lk::node {

// Puts the answers of a cluster's nodes to one fetch together. Nodes are known by their instance, as a node that was
// started anew is another one; the own node's is empty.
class ClusterMerge {
 public:
  explicit ClusterMerge(SnapshotRequest request);

  // The node lives, whether it answers or not. Sessions of those that don't live are to be forgotten.
  void lives(const QString& instance) { m_live.insert(instance); }
  [[nodiscard]] SnapshotRequest requestFor(const QString& instance) const;
  void add(const QString& instance, const QString& id, Snapshot snapshot);
  [[nodiscard]] Snapshot take();

 private:
  [[nodiscard]] const NodeCursor* since(const QString& instance) const;

  SnapshotRequest m_request;
  QSet<QString> m_live;
  QSet<QString> m_answered;
  Snapshot m_whole;
};

[[nodiscard]] bool isRowOf(const NodeRow& row, const bus::NodeRecord& record);
// What Redis alone knows of a node. answers: it does, though not with a row yet.
[[nodiscard]] NodeRow rowOf(const bus::NodeRecord& record, bool answers);
// Rows of the nodes that answered, and of those that only Redis knows.
[[nodiscard]] QList<NodeRow> withRecords(QList<NodeRow> answered, const std::vector<bus::NodeRecord>& records);

}  // namespace lk::node
