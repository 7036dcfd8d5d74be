#pragma once

#include <QList>
#include <QSet>
#include <QString>

#include "server/base/result.h"
#include "server/node/control_types.h"

namespace lk::node {

// What people type to find sessions: words that must all hold, each turned round by a ! before it. A plain word is part
// of the device's id; id:DEVICE is exactly one device, and any of several; node:N, addr:PREFIX, proto:P and
// close:REASON narrow by how a value begins; idle>60s, up<5m, reports>100, pending>0, out>0 compare.
class SessionFilter {
 public:
  enum class Fault {
    NoValue,      // nothing behind the colon
    UnknownKey,   // compares something that is not there to be compared
    NoDuration,   // key is idle or up
    NoNumber,     // key is reports, pending or out
    NoDeviceId,   // behind id:
    NoReason,     // behind close:
    NeverInAnId,  // a plain word with characters that no device's id has
    NoNegatedId,  // !id:
  };
  // One word that is wrong, and where it stands in the text.
  struct Problem {
    qsizetype at = 0;
    qsizetype length = 0;
    Fault fault = Fault::NoValue;
    QString word;
    QString key;
    bool operator==(const Problem&) const = default;
  };

  // Takes the words that are right, and tells which are not, in their order. An empty text lets everything through.
  [[nodiscard]] static SessionFilter read(const QString& text, QList<Problem>& problems);
  // All or nothing. The error names the first word that is wrong.
  [[nodiscard]] static Result<SessionFilter> parse(const QString& text);

  [[nodiscard]] bool matches(const SessionRow& row, qint64 nowMs) const;
  [[nodiscard]] bool empty() const { return m_terms.isEmpty() && m_ids.isEmpty(); }
  // Whether time alone can change what matches.
  [[nodiscard]] bool dependsOnTime() const;
  // Nobody but these can match. Empty: there is no id: among the words.
  [[nodiscard]] const QSet<QString>& ids() const { return m_ids; }

  // The words that may begin a term, with their sign, for completion.
  [[nodiscard]] static QStringList keywords();

 private:
  enum class Subject { Device, Node, Address, Protocol, Close, Idle, Up, Reports, Pending, OutBuffer };
  struct Term {
    Subject subject = Subject::Device;
    bool negated = false;
    QString text;
    bool above = true;
    qint64 number = 0;  // milliseconds, or a count
  };

  void readWord(const QString& word, Problem problem, QList<Problem>& problems);
  [[nodiscard]] static std::optional<Fault> readText(const QString& key, Term& term);
  [[nodiscard]] static std::optional<Fault> readComparison(const QString& word, qsizetype sign, Term& term);
  [[nodiscard]] static bool holds(const Term& term, const SessionRow& row, qint64 nowMs);

  QSet<QString> m_ids;
  QList<Term> m_terms;
};

}  // namespace lk::node
