#pragma once

#include <QSet>

#include "server/node/session_filter.h"

namespace lk::ui {

// What the devices' filter field says: the node's own filter words, and id:DEVICE for exactly one device, which is
// looked up and not searched for.
class DeviceFilter {
 public:
  // The error names the word that is wrong. An empty text lets everything through.
  [[nodiscard]] static Result<DeviceFilter> parse(const QString& text);

  [[nodiscard]] bool matches(const node::SessionRow& row, qint64 nowMs) const;
  [[nodiscard]] bool empty() const { return m_ids.isEmpty() && m_words.empty(); }
  [[nodiscard]] bool dependsOnTime() const { return m_words.dependsOnTime(); }
  [[nodiscard]] const QSet<QString>& ids() const { return m_ids; }
  [[nodiscard]] static QStringList keywords();

 private:
  QSet<QString> m_ids;  // any of them
  node::SessionFilter m_words;
};

}  // namespace lk::ui
