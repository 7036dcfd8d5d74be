#pragma once

#include <QList>
#include <QString>

#include "server/base/result.h"
#include "server/node/control_types.h"

namespace lk::node {

// What people type to find sessions: words that must all hold. A plain word is part of the device's id;
// node:N and addr:PREFIX narrow; idle>60s, up<5m, reports>100, pending>0 compare.
class SessionFilter {
 public:
  // The error names the word that is wrong. An empty text lets everything through.
  [[nodiscard]] static Result<SessionFilter> parse(const QString& text);

  [[nodiscard]] bool matches(const SessionRow& row, qint64 nowMs) const;
  [[nodiscard]] bool empty() const { return m_terms.isEmpty(); }
  // Whether time alone can change what matches.
  [[nodiscard]] bool dependsOnTime() const;

  // The words that may begin a term, for completion.
  [[nodiscard]] static QStringList keywords();

 private:
  enum class Subject { Device, Node, Address, Idle, Up, Reports, Pending };
  struct Term {
    Subject subject = Subject::Device;
    QString text;
    bool above = true;
    qint64 number = 0;  // milliseconds, or a count
  };

  [[nodiscard]] static Result<Term> parseTerm(const QString& word);
  [[nodiscard]] static bool holds(const Term& term, const SessionRow& row, qint64 nowMs);

  QList<Term> m_terms;
};

}  // namespace lk::node
