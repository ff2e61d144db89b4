// The elements of the page. All text is escaped when the page is written.
//
// The tree is written as XML. <td/> is a complete element in XML, but not in
// HTML: no HTML element except img may be empty.
#pragma once

#include <pugixml.hpp>
#include <string>

namespace pidlab {

using Node = pugi::xml_node;

/// Appends text to the element.
void say(Node, const std::string& text);

/// The same; text between backticks becomes <code>.
void say_with_code(Node, const std::string& text);

/// Appends an element that holds this text.
Node add(Node parent, const char* tag, const std::string& text = "");

/// Sets an attribute; returns the element, so that calls can be chained.
Node set(Node, const char* name, const std::string& value);

Node add_link(Node parent, const std::string& href, const std::string& text);

/// A frame for content that may be wider than the page. It scrolls on its own,
/// and the keyboard can reach it.
Node add_scroller(Node parent, const std::string& label);

/// An SVG drawing in such a frame; `label` describes it in words.
Node add_drawing(Node parent, const std::string& label);
void set_size(Node svg, int width, int height);

/// Text inside of a drawing.
Node add_svg_text(Node svg, int x, int y, const char* kind,
                  const std::string& text);

/// The width of a monospaced text in the drawings, in pixels.
int width_of(const std::string& text);

}  // namespace pidlab
