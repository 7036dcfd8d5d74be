#include "ui/language.h"

#include <QApplication>
#include <QFont>
#include <QLibraryInfo>
#include <QLocale>

namespace lk::ui {

namespace {

constexpr int kOne = 1;
constexpr int kSeveral = 2;

// Qt's words on buttons that the console shows, for a system that lacks Qt's own catalogue.
[[maybe_unused]] constexpr const char* kButtons[] = {
    QT_TRANSLATE_NOOP("QPlatformTheme", "OK"),     QT_TRANSLATE_NOOP("QPlatformTheme", "Save"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"), QT_TRANSLATE_NOOP("QPlatformTheme", "Close"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "&Yes"),   QT_TRANSLATE_NOOP("QPlatformTheme", "&No"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Reset"),  QT_TRANSLATE_NOOP("QPlatformTheme", "Discard"),
};

// The system's way to write dates and numbers, if it speaks the language.
QLocale localeOf(const QString& code) {
  const QLocale system = QLocale::system();
  const QLocale own =
      code == QLatin1StringView("en") ? QLocale(QLocale::English, QLocale::UnitedStates) : QLocale(code);
  return system.language() == own.language() && system.script() == own.script() ? system : own;
}

// Many characters are drawn otherwise in Japan, and a system that is not Chinese takes a Japanese font for all.
QStringList simplifiedFonts() {
  return {QStringLiteral("Noto Sans CJK SC"),   QStringLiteral("Noto Sans SC"),
          QStringLiteral("Source Han Sans SC"), QStringLiteral("WenQuanYi Micro Hei"),
          QStringLiteral("Microsoft YaHei"),    QStringLiteral("PingFang SC")};
}

}  // namespace

Language::Language(QObject* parent) : QObject(parent) {}

Language::~Language() {
  if (m_catalogue) QCoreApplication::removeTranslator(m_catalogue.get());
  if (m_qt) QCoreApplication::removeTranslator(m_qt.get());
}

QString Language::bestOf(const QStringList& languages) {
  for (const QString& language : languages) {
    const QLocale locale(language);
    if (locale.language() == QLocale::English) return QStringLiteral("en");
    // Whoever reads traditional characters reads these rather than English.
    if (locale.language() == QLocale::Chinese) return QStringLiteral("zh_CN");
  }
  return QStringLiteral("en");
}

void Language::choose(const QString& name) {
  m_chosen = name;
  const bool isSystem = name != QLatin1StringView("en") && name != QLatin1StringView("zh_CN");
  const QString code = isSystem ? bestOf(QLocale::system().uiLanguages()) : name;
  m_before = {};
  if (code != m_code) {
    remember();
    m_code = code;
    QLocale::setDefault(localeOf(code));
    load(code);
    chooseFont();
  }
  Q_EMIT changed();
}

void Language::chooseFont() {
  if (qobject_cast<QApplication*>(QCoreApplication::instance()) == nullptr) return;
  QFont font = QApplication::font();
  if (m_families.isEmpty()) m_families = font.families();
  const QStringList families = m_code == QLatin1StringView("zh_CN") ? m_families + simplifiedFonts() : m_families;
  if (font.families() == families) return;
  font.setFamilies(families);
  QApplication::setFont(font);
}

void Language::remember() {
  if (!m_catalogue) return;
  for (const Phrase& phrase : m_catalogue->asked()) {
    const auto form = [&](int number) {
      const QString own = m_catalogue->form(phrase, number);
      if (!m_qt || own != QString::fromUtf8(phrase.source)) return own;
      const QString qts =
          m_qt->translate(phrase.context.constData(), phrase.source.constData(), phrase.comment.constData(), number);
      return qts.isNull() ? own : qts;
    };
    m_before.add(phrase, form(phrase.isCounted ? kOne : -1));
    if (phrase.isCounted) m_before.add(phrase, form(kSeveral));
  }
}

void Language::load(const QString& code) {
  if (m_qt) QCoreApplication::removeTranslator(m_qt.get());
  m_qt.reset();
  if (code != QLatin1StringView("en")) {
    auto qts = std::make_unique<QTranslator>();
    const QString file = QStringLiteral("qtbase_") + code;
    if (qts->load(file, QStringLiteral(":/i18n")) ||
        qts->load(file, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
      m_qt = std::move(qts);
      QCoreApplication::installTranslator(m_qt.get());
    }
  }
  // The program's own is asked first, and hears all that is said, so the old one goes last.
  auto catalogue = std::make_unique<Catalogue>();
  const bool isThere = catalogue->load(QStringLiteral("linekeeper_") + code, QStringLiteral(":/i18n"));
  Q_ASSERT(isThere);
  Q_UNUSED(isThere)
  if (m_catalogue) {
    catalogue->expect(m_catalogue->asked());
    QCoreApplication::removeTranslator(m_catalogue.get());
  }
  m_catalogue = std::move(catalogue);
  QCoreApplication::installTranslator(m_catalogue.get());
}

}  // namespace lk::ui
