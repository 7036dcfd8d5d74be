#pragma once

#include <QStringList>
#include <optional>

#include "server/node/control_types.h"
#include "ui/filter_problem.h"

namespace lk::ui {

// Which events are shown: words that must all hold, each turned round by a ! before it, and what is chosen beside them.
// A plain word is part of the device, the address, the node or what stands of the event; id:DEVICE is exactly one
// device, node:N, addr:PREFIX and close:REASON narrow by how a value begins.
struct EventFilter {
  enum class Part { Any, Device, Node, Address, Close };
  struct Word {
    Part part = Part::Any;
    QString text;
    bool negated = false;
  };

  QList<Word> words;
  std::optional<node::EventKind> kind;  // nothing: all kinds
  node::Severity atLeast = node::Severity::Info;
  QString node;  // empty: all nodes

  // The words of a text that are right; of the others, why they are not.
  [[nodiscard]] static QList<Word> wordsOf(const QString& text, QList<FilterProblem>& problems);
  [[nodiscard]] bool matches(const node::Event& event) const;

  // What could stand in place of a word of which this much is typed.
  [[nodiscard]] static QStringList offers(const QString& begun, const QStringList& nodes, const QStringList& devices);

 private:
  [[nodiscard]] static bool holds(const Word& word, const node::Event& event);
};

}  // namespace lk::ui
