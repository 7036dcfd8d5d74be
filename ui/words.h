#pragma once

#include <QString>

#include "server/base/vocabulary.h"
#include "server/node/control_types.h"
#include "ui/tone.h"

// The user's words for what a node says, and numbers as the user's locale writes them.
namespace lk::ui::words {

[[nodiscard]] QString closeReason(CloseReason reason);
[[nodiscard]] QString commandStatus(CommandStatus status);
[[nodiscard]] Tone commandTone(const node::CommandUpdate& update);
[[nodiscard]] QString eventKind(node::EventKind kind);
[[nodiscard]] QString eventSentence(const node::Event& event);
[[nodiscard]] Tone eventTone(const node::Event& event);
[[nodiscard]] QString nodeState(node::NodeState state);
[[nodiscard]] QString nodeStateHelp(node::NodeState state);
// The bus as NodeInfo names it.
[[nodiscard]] QString bus(const QString& name);
// The status, with code, answer or reason.
[[nodiscard]] QString commandOutcome(const node::CommandUpdate& update);

[[nodiscard]] QString count(quint64 number);
[[nodiscard]] QString bytes(quint64 number);
[[nodiscard]] QString rate(double perSecond);
[[nodiscard]] QString percent(double share);   // of 0 to 1
[[nodiscard]] QString duration(qint64 ms);     // 3 min 20 s
[[nodiscard]] QString latency(qint64 us);      // 1.8 ms
[[nodiscard]] QString timeOfDay(qint64 atMs);  // 14:03:22.118
// What a node says, with a full stop if it ends with none.
[[nodiscard]] QString sentence(const QString& text);
// "Label: text", "one, other", and two sentences one after the other, with the signs that the language puts between.
[[nodiscard]] QString labelled(const QString& label, const QString& text);
[[nodiscard]] QString listed(const QStringList& items);
[[nodiscard]] QString followed(const QString& sentence, const QString& next);
// Text if it can be read, else hex; cut at a length, and then it says so.
[[nodiscard]] QString payload(const QByteArray& bytes, qsizetype atMost = 80);

}  // namespace lk::ui::words
