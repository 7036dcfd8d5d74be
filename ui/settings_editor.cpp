#include "ui/settings_editor.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QLineEdit>

#include "server/base/settings_value.h"
#include "ui/parts.h"
#include "ui/setting_words.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QString fromView(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

SettingsEditor::SettingsEditor(const SettingsField& field, const Settings& settings, bool overridden, QWidget* parent)
    : QWidget(parent),
      m_field(field),
      m_overridden(overridden),
      m_reset(new QPushButton(tr("Default"))),
      m_note(parts::muted({})) {
  setObjectName(QString::fromStdString(field.name()));
  makeEditor(settings);
  QWidget* editor = m_line != nullptr ? static_cast<QWidget*>(m_line) : m_choice;
  editor->setAccessibleName(settingTitle(field));
  editor->setToolTip(words::labelled(QString::fromStdString(field.name()), settingHelp(field)));
  editor->setEnabled(!overridden);
  editor->setMinimumWidth(280);
  m_reset->setAccessibleName(tr("Default of %1").arg(settingTitle(field)));
  m_reset->setToolTip(tr("Back to the default: %1").arg(settingValue(field, fieldText(Settings{}, field))));
  connect(m_reset, &QPushButton::clicked, this,
          [this] { setText(QString::fromStdString(fieldText(Settings{}, m_field))); });
  m_note->setWordWrap(true);

  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, parts::kGap);
  layout->setHorizontalSpacing(12);
  layout->setVerticalSpacing(2);
  QLabel* name = parts::heading(settingTitle(field));
  name->setMinimumWidth(208);
  name->setBuddy(editor);
  layout->addWidget(name, 0, 0);
  layout->addWidget(editor, 0, 1);
  layout->addWidget(m_reset, 0, 2);
  layout->addWidget(m_note, 1, 1, 1, 2);
  layout->setColumnStretch(1, 1);
  check();
}

void SettingsEditor::makeEditor(const Settings& settings) {
  const QString value = QString::fromStdString(fieldText(settings, m_field));
  if (m_field.form == SettingsField::Form::Choice) {
    m_choice = new QComboBox;
    const QStringList choices = fromView(m_field.choices).split(QLatin1Char('|'));
    for (const QString& choice : choices) m_choice->addItem(settingChoice(choice), choice);
    setText(value);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &SettingsEditor::check);
    return;
  }
  m_line = new QLineEdit(value);
  m_line->setMaxLength(8'192);
  connect(m_line, &QLineEdit::textChanged, this, &SettingsEditor::check);
}

QString SettingsEditor::text() const { return m_line != nullptr ? m_line->text() : m_choice->currentData().toString(); }

void SettingsEditor::setText(const QString& text) {
  if (m_line != nullptr) m_line->setText(text);
  if (m_choice != nullptr) m_choice->setCurrentIndex(m_choice->findData(text));
}

void SettingsEditor::applyTo(Settings& settings) const {
  if (const auto set = setField(settings, m_field, text().toStdString()); !set) return;
}

void SettingsEditor::check() {
  Settings scratch;
  const auto set = setField(scratch, m_field, text().toStdString());
  m_problem = set ? QString() : tr("Must be %1").arg(settingForm(m_field));
  QString note = m_problem;
  if (m_problem.isEmpty()) {
    note = settingHelp(m_field);
    if (!m_field.reloadable) note += QStringLiteral(" · ") + tr("takes effect at the next start");
    if (m_overridden) note += QStringLiteral(" · ") + tr("decided by a flag of this start");
  }
  m_note->setText(note);
  parts::setStyleProperty(m_note, "role", m_problem.isEmpty() ? QStringLiteral("muted") : QStringLiteral("error"));
  if (m_line != nullptr) parts::setStyleProperty(m_line, "invalid", !m_problem.isEmpty());
  const bool isDefault = set && fieldText(scratch, m_field) == fieldText(Settings{}, m_field);
  m_reset->setEnabled(!isDefault && !m_overridden);
  Q_EMIT changed();
}

}  // namespace lk::ui
