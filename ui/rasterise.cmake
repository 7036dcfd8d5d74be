# Pictures of the drawings, for a Qt that reads no SVG: black where a drawing says currentColor, in /icons; with its own
# colours, in /pictures.
find_program(LINEKEEPER_RSVG rsvg-convert REQUIRED DOC "Draws SVG (Debian: librsvg2-bin)")
set(rasters ${CMAKE_CURRENT_BINARY_DIR}/rasters)
set(masks)
set(pictures)
foreach(drawing IN LISTS drawings)
  cmake_path(GET drawing STEM name)
  file(STRINGS ${drawing} follows_text REGEX currentColor)
  if(follows_text)
    set(picture ${rasters}/icons/${name}.png)
    list(APPEND masks ${picture})
  else()
    set(picture ${rasters}/pictures/${name}.png)
    list(APPEND pictures ${picture})
  endif()
  add_custom_command(OUTPUT ${picture}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${rasters}/icons ${rasters}/pictures
    COMMAND ${LINEKEEPER_RSVG} --width 256 --height 256 --output ${picture} ${drawing}
    DEPENDS ${drawing} VERBATIM)
endforeach()

# The style sheet names two of them.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/resources/theme/console.qss)
file(READ ${PROJECT_SOURCE_DIR}/resources/theme/console.qss sheet)
string(REGEX REPLACE "url\\(:/icons/([a-z-]+)\\.svg\\)" "url(:/pictures/\\1.png)" sheet "${sheet}")
# As it is: CONFIGURE would put nothing in the place of its @colours@.
file(GENERATE OUTPUT ${rasters}/theme/console.qss CONTENT "${sheet}")
qt_add_resources(lk_ui console PREFIX / BASE ${rasters} FILES ${masks} ${pictures} ${rasters}/theme/console.qss)
