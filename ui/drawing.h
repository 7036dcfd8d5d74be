#pragma once

#include <QColor>
#include <QImage>
#include <QString>

// The drawings of resources/icons, by their names. Two files do it: from the SVG itself, by Qt's plugin for such, or,
// where Qt was built without (LINEKEEPER_DRAWINGS=raster), from large pictures that the build makes of them.
namespace lk::ui {

// False: there is no such drawing, or none can be read here.
[[nodiscard]] bool canDraw(const QString& name);

// Of exactly that size. The drawings say currentColor, as on the web; color is what stands there instead.
[[nodiscard]] QImage draw(const QString& name, const QColor& color, QSize pixels);

}  // namespace lk::ui
