#pragma once

#include <QHash>
#include <QMutex>
#include <QSet>
#include <QStringList>
#include <QTranslator>

namespace lk::ui {

// A text of the program as its source has it.
struct Phrase {
  QByteArray context;
  QByteArray source;
  QByteArray comment;
  bool isCounted = false;  // its form follows a number

  bool operator==(const Phrase&) const = default;
};

[[nodiscard]] size_t qHash(const Phrase& phrase, size_t seed = 0) noexcept;

// The program's catalogue of one language. Remembers which phrases were asked for, so that what stands on the screen
// can be said again in another language. May be asked in any thread.
class Catalogue final : public QTranslator {
  Q_OBJECT

 public:
  using QTranslator::QTranslator;

  [[nodiscard]] QString translate(const char* context, const char* source, const char* comment,
                                  int number) const override;
  // False also where there is none: the sources are what is said then.
  [[nodiscard]] bool isEmpty() const override { return false; }

  [[nodiscard]] QList<Phrase> asked() const;
  // As if they had been asked for: they were, in the language before.
  void expect(const QList<Phrase>& phrases);
  // As the catalogue has it, with its places (%1, %n, {0}); the source where it has none.
  [[nodiscard]] QString form(const Phrase& phrase, int number) const;

 private:
  mutable QMutex m_mutex;
  mutable QSet<Phrase> m_asked;
};

// What was said in one language, to be said again in the one of now: "Kick 3 devices" is "Kick %n device(s)" with a 3,
// whatever the language was. A text that no phrase explains, such as a device's id, stays as it is.
class SaidBefore {
 public:
  // The phrase with the form it had then; a counted one has several.
  void add(const Phrase& phrase, const QString& form);

  // Whether a text with its mnemonic is looked for: "&Kick" and "Kick" may be one word in another language.
  enum class Mnemonic { None, Kept };

  // contexts: classes of the object that bears the text, and of its parents, nearest first. Where two phrases were the
  // same in the language before, the one of these classes is meant.
  [[nodiscard]] QString again(const QString& text, const QList<QByteArray>& contexts,
                              Mnemonic mnemonic = Mnemonic::None) const;
  [[nodiscard]] bool isEmpty() const { return m_whole.isEmpty(); }

 private:
  struct Form {
    Phrase phrase;
    QStringList parts;   // what stands around the places
    QStringList places;  // %1, %n, {0} …
    qsizetype size = 0;  // of the parts together
  };

  [[nodiscard]] QString again(const QString& text, const QList<QByteArray>& contexts, Mnemonic mnemonic,
                              int depth) const;
  [[nodiscard]] QString refilled(const Form& form, const QStringList& values, const QList<QByteArray>& contexts,
                                 int depth) const;

  QMultiHash<QString, Phrase> m_whole;
  QList<Form> m_filled;
};

}  // namespace lk::ui
