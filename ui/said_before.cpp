#include "ui/said_before.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <tuple>

namespace lk::ui {

namespace {

// A value may be a text of ours too, as in "Undo: Allow TCP 7600"; more deeply than this nobody nests them.
constexpr int kDeepest = 3;
// Far more than the program has; values of findings are asked for too, and those are without number.
constexpr qsizetype kMostPhrases = 20'000;

// Words that no widget's class bears stand in contexts of their own, and so do Qt's.
bool isShared(const QByteArray& context) {
  constexpr std::array kOurs = {"lk::ui", "lk::ui::words", "lk::ui::WindowActions", "lk::ui::SettingsEditor",
                                "lk::setup"};
  return std::ranges::any_of(kOurs, [&](const char* ours) { return context == ours; }) || !context.startsWith("lk::");
}

// How far the phrase is from the object: 0 is its own class. Shared words come after all classes, others last.
qsizetype distance(const Phrase& phrase, const QList<QByteArray>& contexts) {
  const qsizetype at = contexts.indexOf(phrase.context);
  if (at >= 0) return at;
  return isShared(phrase.context) ? contexts.size() : contexts.size() + 1;
}

QString said(const Phrase& phrase, int number) {
  return QCoreApplication::translate(phrase.context.constData(), phrase.source.constData(), phrase.comment.constData(),
                                     number);
}

// What stands at the places, if the text is of this form. A place holds as little as it can, the last one the rest.
std::optional<QStringList> valuesIn(const QString& text, const QStringList& parts) {
  if (!text.startsWith(parts.front()) || !text.endsWith(parts.back())) return {};
  QStringList values;
  qsizetype at = parts.front().size();
  for (qsizetype place = 1; place < parts.size(); ++place) {
    const bool isLast = place == parts.size() - 1;
    const qsizetype end = isLast ? text.size() - parts[place].size() : text.indexOf(parts[place], at);
    if (end < at) return {};
    values.push_back(text.mid(at, end - at));
    at = end + parts[place].size();
  }
  return values;
}

}  // namespace

size_t qHash(const Phrase& phrase, size_t seed) noexcept {
  return qHashMulti(seed, phrase.context, phrase.source, phrase.comment, phrase.isCounted);
}

QString Catalogue::translate(const char* context, const char* source, const char* comment, int number) const {
  const auto whole = [](const char* text) {
    return QByteArray::fromRawData(text, text != nullptr ? qstrlen(text) : 0);
  };
  const Phrase phrase{whole(context), whole(source), whole(comment), number >= 0};
  {
    const QMutexLocker lock(&m_mutex);
    if (m_asked.size() < kMostPhrases && !m_asked.contains(phrase)) {
      const auto copy = [](const QByteArray& raw) { return QByteArray(raw.constData(), raw.size()); };
      m_asked.insert({copy(phrase.context), copy(phrase.source), copy(phrase.comment), phrase.isCounted});
    }
  }
  return QTranslator::translate(context, source, comment, number);
}

QList<Phrase> Catalogue::asked() const {
  const QMutexLocker lock(&m_mutex);
  return m_asked.values();
}

void Catalogue::expect(const QList<Phrase>& phrases) {
  const QMutexLocker lock(&m_mutex);
  for (const Phrase& phrase : phrases) m_asked.insert(phrase);
}

QString Catalogue::form(const Phrase& phrase, int number) const {
  const QString text =
      QTranslator::translate(phrase.context.constData(), phrase.source.constData(), phrase.comment.constData(), number);
  return text.isNull() ? QString::fromUtf8(phrase.source) : text;
}

void SaidBefore::add(const Phrase& phrase, const QString& form) {
  static const QRegularExpression place(QStringLiteral("%L?(?:[1-9]|n)|\\{\\d\\}"));
  Form split;
  split.phrase = phrase;
  qsizetype at = 0;
  for (auto found = place.globalMatch(form); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    split.parts.push_back(form.mid(at, match.capturedStart() - at));
    split.places.push_back(match.captured());
    at = match.capturedEnd();
  }
  if (split.places.isEmpty()) {
    if (!form.isEmpty()) m_whole.insert(form, phrase);
    return;
  }
  split.parts.push_back(form.mid(at));
  for (const QString& part : std::as_const(split.parts)) split.size += part.trimmed().size();
  // A form of places alone would be every text.
  if (split.size > 0) m_filled.push_back(std::move(split));
}

QString SaidBefore::again(const QString& text, const QList<QByteArray>& contexts, Mnemonic mnemonic) const {
  return again(text, contexts, mnemonic, 0);
}

QString SaidBefore::again(const QString& text, const QList<QByteArray>& contexts, Mnemonic mnemonic, int depth) const {
  if (text.isEmpty() || depth > kDeepest) return text;
  const QList<Phrase> same = m_whole.values(text);
  if (!same.isEmpty()) {
    const auto nearest = std::ranges::min_element(same, {}, [&](const Phrase& phrase) {
      const bool isOther = phrase.source.contains('&') != (mnemonic == Mnemonic::Kept);
      return std::tuple(distance(phrase, contexts), isOther, phrase.source);
    });
    return said(*nearest, -1);
  }
  const Form* best = nullptr;
  QStringList bestValues;
  const auto rank = [&](const Form& form) { return std::pair(-form.size, distance(form.phrase, contexts)); };
  for (const Form& form : m_filled) {
    if (distance(form.phrase, contexts) > contexts.size()) continue;
    if (best != nullptr && rank(*best) <= rank(form)) continue;
    if (auto values = valuesIn(text, form.parts)) {
      best = &form;
      bestValues = std::move(*values);
    }
  }
  return best == nullptr ? text : refilled(*best, bestValues, contexts, depth);
}

QString SaidBefore::refilled(const Form& form, const QStringList& values, const QList<QByteArray>& contexts,
                             int depth) const {
  int number = -1;
  QHash<QString, QString> at;
  for (qsizetype place = 0; place < values.size(); ++place) {
    const QString& name = form.places[place];
    if (name.endsWith(QLatin1Char('n'))) {
      const QString digits = QString(values[place]).remove(QRegularExpression(QStringLiteral("\\D")));
      number = static_cast<int>(std::min<qulonglong>(digits.toULongLong(), std::numeric_limits<int>::max()));
    }
    at.insert(name, again(values[place], contexts, Mnemonic::None, depth + 1));
  }
  if (form.phrase.isCounted && number < 0) return said(form.phrase, 1);
  // Its places are looked for once: a value may look like one.
  static const QRegularExpression place(QStringLiteral("%L?[1-9]|\\{\\d\\}"));
  const QString now = said(form.phrase, number);
  QString whole;
  qsizetype from = 0;
  for (auto found = place.globalMatch(now); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    whole += now.mid(from, match.capturedStart() - from) + at.value(match.captured(), match.captured());
    from = match.capturedEnd();
  }
  return whole + now.mid(from);
}

}  // namespace lk::ui
