/** What a file chooser offers first; anything else is read by what is in it, or refused with words. */
export const acceptedFiles = ".csv,.tsv,.txt,.xlsx,.geojson,.json,.zip,.gpkg,.kml,.kmz";
