#pragma once

#include <QObject>
#include <QStringList>
#include <memory>

#include "ui/said_before.h"

namespace lk::ui {

// The language of the program: its own catalogue and Qt's, and how numbers and dates are written. A program has one,
// which outlives its windows.
class Language final : public QObject {
  Q_OBJECT

 public:
  explicit Language(QObject* parent = nullptr);
  ~Language() override;

  // system, en or zh_CN; system is looked up anew each time. Widgets get their LanguageChange afterwards.
  void choose(const QString& name);
  [[nodiscard]] const QString& chosen() const { return m_chosen; }
  // The language of now: en or zh_CN.
  [[nodiscard]] const QString& code() const { return m_code; }
  // What was said in the language before.
  [[nodiscard]] const SaidBefore& before() const { return m_before; }

  // Of these the first that there is a catalogue for; English if there is none. languages: as QLocale's uiLanguages().
  [[nodiscard]] static QString bestOf(const QStringList& languages);

 Q_SIGNALS:
  void changed();

 private:
  void remember();
  void load(const QString& code);
  void chooseFont();

  QString m_chosen;
  QString m_code;
  std::unique_ptr<Catalogue> m_catalogue;
  std::unique_ptr<QTranslator> m_qt;  // null: there is none, and English needs none
  SaidBefore m_before;
  QStringList m_families;  // of the system's font
};

}  // namespace lk::ui
